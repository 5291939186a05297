package io.gatehouse.access.book;

import io.gatehouse.protocol.sitebook.SiteBook.CredentialState;
import io.gatehouse.protocol.sitebook.SiteRules;
import java.util.List;
import java.util.function.Function;

/** Somebody whose right a book does not hold: they brought it themselves, signed by the fleet. */
public sealed interface Guest {

    /** The reference of what they showed, in hex. */
    String ref();

    /**
     * Somebody with a pass or a code of their own, who is nobody in the book.
     *
     * @param id stands for the person in events, such as {@code pass:...}
     * @param state what the book says against the pass, or {@code ENABLED}
     * @param gates access points that it is for
     * @param visit its window; entries 0 when it was used as often as it may be
     */
    record Visitor(String ref, String id, CredentialState state, List<String> gates, SiteRules.Visit visit)
            implements Guest {

        /** The type whose rule pack goes for them. */
        public static final String TYPE = "VISITOR";

        public Visitor {
            gates = List.copyOf(gates);
        }
    }

    /**
     * Somebody in the book who opens with a phone: with all rights that their own credentials in order have.
     *
     * @param state what the book says against the phone, or {@code ENABLED}
     */
    record Resident(String ref, String person, CredentialState state) implements Guest {}

    default <R> R fold(Function<Visitor, R> visitor, Function<Resident, R> resident) {
        return this instanceof Visitor v ? visitor.apply(v) : resident.apply((Resident) this);
    }
}
