package io.gatehouse.protocol.access;

/** What became of a read; the domain reference, a.3. */
public enum Outcome {
    GRANTED,
    /** The door stands open by schedule or fire; the read is recorded only. */
    FREE_PASSAGE,
    DENIED,
    /** The same credential at the same reader within the debounce time. */
    IGNORED_DUPLICATE;

    public boolean opens() {
        return this == GRANTED;
    }
}
