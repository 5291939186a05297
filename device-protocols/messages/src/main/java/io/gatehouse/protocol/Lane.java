package io.gatehouse.protocol;

/** A log of its own in the journal, with its own quota and its own promise. */
public enum Lane {
    /** Access, door, alarm, patrol, audit: never dropped; when full it pushes back. */
    EVIDENCE,
    /** State and measurements: may be thinned when full, with a counted gap. */
    TELEMETRY
}
