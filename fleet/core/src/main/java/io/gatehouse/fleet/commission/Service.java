package io.gatehouse.fleet.commission;

/** Whether a position does its duty. A reader that is not {@link #IN_SERVICE} opens for nobody. */
public enum Service {
    /** It has a name and a place, and no box yet. */
    PLANNED,
    /** A box is in it, and nobody has signed that it works. */
    TO_COMMISSION,
    /** Somebody signed, and a check that must pass has not. */
    OUT_OF_SERVICE,
    IN_SERVICE
}
