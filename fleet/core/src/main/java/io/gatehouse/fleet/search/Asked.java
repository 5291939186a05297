package io.gatehouse.fleet.search;

/** A question as it was typed: read, or refused with the place where it is wrong. Immutable. */
public sealed interface Asked {

    /** A question that can be read; whether its fields exist, the {@link Catalogue} says. */
    record Read(String text, Term whole) implements Asked {}

    record Refused(Fault fault) implements Asked {}

    /** Reads a question; an empty one asks for everything. */
    static Asked of(String text) {
        return Reading.of(text);
    }
}
