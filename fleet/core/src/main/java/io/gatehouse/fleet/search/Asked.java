package io.gatehouse.fleet.search;

/** A question as it was typed: read, or refused with the place where it is wrong. Immutable. */
public sealed interface Asked {

    /** A question that can be read; whether its fields exist, the {@link Catalogue} says. */
    record Read(String text, Term whole) implements Asked {}

    record Refused(Fault fault) implements Asked {}

    /** Whether it is nothing but what somebody types of a name, with spaces or without: no field, no sign. */
    static boolean isName(String text) {
        return Reading.of(text) instanceof Read read
                && !text.contains("\"")
                && (read.whole() instanceof Term.Word
                        || (read.whole() instanceof Term.All all
                                && all.terms().stream().allMatch(Term.Word.class::isInstance)));
    }

    /** Reads a question; an empty one asks for everything. */
    static Asked of(String text) {
        return Reading.of(text);
    }
}
