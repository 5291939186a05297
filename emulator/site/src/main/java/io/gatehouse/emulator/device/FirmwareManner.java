package io.gatehouse.emulator.device;

/** What a device makes of new firmware; by script. */
public enum FirmwareManner {
    WELL,
    /** Starts with it and is not heard any more. */
    FALLS_SILENT,
    /** Says that it is done, and is not heard any more. */
    DONE_THEN_SILENT,
    /** Starts again and again; after three times its loader takes the one before. */
    STARTS_AGAIN,
    /** Says no. */
    REFUSES
}
