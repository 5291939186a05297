package io.gatehouse.protocol.access;

/** What became of a read; the domain reference, a.3. */
public enum Outcome {
    GRANTED,
    /** As granted to the eye; help is called. */
    GRANTED_DURESS,
    /** Open, with a violation that the site's rules only mark. */
    GRANTED_SOFT,
    /** A host, an operator or the centre let them in. */
    GRANTED_EXTERNAL,
    /** One more factor, person or answer is needed; a timer runs. */
    PENDING,
    /** The door stands open by schedule or fire; the read is recorded only. */
    FREE_PASSAGE,
    DENIED,
    /** The same credential at the same reader within the debounce time. */
    IGNORED_DUPLICATE,
    /** Read at an assembly point while an evacuation runs. */
    MUSTERED,
    /** Passed by without asking for anything. */
    OBSERVED;

    public boolean opens() {
        return this == GRANTED || this == GRANTED_DURESS || this == GRANTED_SOFT || this == GRANTED_EXTERNAL;
    }
}
