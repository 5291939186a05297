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
        String wand, long erase, long lastSeq, @Nullable Long dockTime, long readUpTo) {}
