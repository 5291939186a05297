package io.gatehouse.fleet.search;

import java.util.List;

/** What a question consists of. Immutable. */
public sealed interface Term {

    /** All of them; none at all is everything. */
    record All(List<Term> terms) implements Term {
        public All {
            terms = List.copyOf(terms);
        }
    }

    /** Any of them. */
    record Any(List<Term> terms) implements Term {
        public Any {
            terms = List.copyOf(terms);
        }
    }

    record Not(Term term) implements Term {}

    /** A word that stands for itself. */
    record Word(String text, int at) implements Term {}

    /**
     * A field and what it must be.
     *
     * @param compare {@code =}, {@code <}, {@code <=}, {@code >} or {@code >=}
     * @param at where the field's name begins
     * @param valueAt where the value begins
     */
    record Field(String name, String compare, String value, int at, int valueAt) implements Term {}
}
