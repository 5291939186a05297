package io.gatehouse.patrol.wand;

import org.jspecify.annotations.Nullable;

/**
 * Where the last reading out of a wand ended. Times are milliseconds since 1970.
 *
 * @param erase its erase counter then
 * @param lastSeq the greatest number that is known
 * @param dockTime when its clock was set, or nothing when that is not known
 * @param readUpTo all that it read until then is known
 */
public record WandMark(
        String wand, long erase, long lastSeq, @Nullable Long dockTime, long readUpTo) {

    /** Where the wand stands when both of these are known, whichever was told first. */
    public WandMark further(WandMark other) {
        if (erase != other.erase) {
            return docked(other) ? this : other;
        }
        return new WandMark(
                wand,
                erase,
                Math.max(lastSeq, other.lastSeq),
                docked(other) ? dockTime : other.dockTime,
                Math.max(readUpTo, other.readUpTo));
    }

    /** Not before the other. */
    private boolean docked(WandMark other) {
        return other.dockTime == null || (dockTime != null && dockTime >= other.dockTime);
    }
}
