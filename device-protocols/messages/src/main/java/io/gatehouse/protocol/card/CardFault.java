package io.gatehouse.protocol.card;

/** Why bits are no card; each name is a {@link io.gatehouse.protocol.access.ReasonCode} too (the domain reference, a.5). */
public enum CardFault {
    /** Not as many bits as the format has, or a format that nobody knows. */
    BAD_FORMAT,
    PARITY_ERROR,
    /** The card of another site, or another facility than the reader says beside the bits. */
    FACILITY_CODE_MISMATCH
}
