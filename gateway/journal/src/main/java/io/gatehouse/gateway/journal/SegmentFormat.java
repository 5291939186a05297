package io.gatehouse.gateway.journal;

import org.jspecify.annotations.Nullable;

/** The forms of a segment that were ever written; all of them are read, the newest is written. */
enum SegmentFormat {
    /** Without urgencies; the frames' checksums do not cover the log's id. */
    FIRST(0x47484a31),
    SECOND(0x47484a32);

    private static final int FAMILY_SHIFT = 8;

    private final int magic;

    SegmentFormat(int magic) {
        this.magic = magic;
    }

    int magic() {
        return magic;
    }

    static @Nullable SegmentFormat byMagic(int magic) {
        for (SegmentFormat format : values()) {
            if (format.magic == magic) {
                return format;
            }
        }
        return null;
    }

    /** Whether it begins as our files do, of whatever version. */
    static boolean isOurs(int magic) {
        return magic >> FAMILY_SHIFT == SECOND.magic >> FAMILY_SHIFT;
    }
}
