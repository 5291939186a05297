package io.gatehouse.patrol.wand;

/** Something that was not as it should be about an upload, in words for whoever uploads; the code never changes. */
public record WandTrouble(Code code, String message) {

    /** What it is. */
    public enum Code {
        /** No file of a wand at all. Nothing of it can be kept but the file. */
        NOT_A_WAND_FILE,
        /** No wand of this site: another customer's, or one that nobody entered. */
        FOREIGN_WAND,
        /** It ends in the middle. */
        TORN,
        /** Lines or records that cannot be read. */
        DAMAGED,
        /** It is not signed with the wand's key. */
        SIGNATURE_WRONG,
        NOT_SIGNED,
        /** The wand's clock was off. */
        CLOCK_OFF,
        /** The wand's clock was set to another time, or lost it, since the last dock. */
        CLOCK_JUMPED,
        /** The dock's clock cannot be right; the time at which it was told takes its place. */
        DOCK_CLOCK_WRONG,
        /** Numbers between the last reading out and this one are not there. */
        RECORDS_MISSING,
        /** All of it is known already. */
        ALREADY_KNOWN,
        /** The wand was erased, or lost its memory, since the last dock. */
        ERASED,
        BATTERY_LOW,
        /** Somebody else had the wand then. */
        TWO_OFFICERS
    }
}
