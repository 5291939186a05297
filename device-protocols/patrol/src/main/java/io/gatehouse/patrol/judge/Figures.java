package io.gatehouse.patrol.judge;

import java.util.Collection;

/**
 * How well stops were made. Excused ones count neither way; those that are still to come do not count yet.
 *
 * @param due stops whose window has ended or that are made, without the excused
 * @param provisional of the missed ones those that may still turn out made
 * @param lateMillis of the late ones together
 */
public record Figures(
        int due, int made, int onTime, int early, int late, int missed, int provisional, int excused, long lateMillis) {

    public static Figures of(Collection<StopVerdict> stops) {
        int[] count = new int[StopStatus.values().length];
        int provisional = 0;
        int excused = 0;
        long lateMillis = 0;
        for (StopVerdict stop : stops) {
            if (stop.excuse() != null) {
                excused++;
                continue;
            }
            count[stop.status().ordinal()]++;
            provisional += stop.provisional() ? 1 : 0;
            lateMillis += stop.status() == StopStatus.LATE ? stop.lateMillis() : 0;
        }
        int onTime = count[StopStatus.ON_TIME.ordinal()];
        int early = count[StopStatus.EARLY.ordinal()];
        int late = count[StopStatus.LATE.ordinal()];
        int missed = count[StopStatus.MISSED.ordinal()];
        int made = onTime + early + late;
        return new Figures(made + missed, made, onTime, early, late, missed, provisional, excused, lateMillis);
    }

    /** Made of due, in percent; 100 when nothing is due. */
    public double completionPercent() {
        return due == 0 ? 100 : made * 100.0 / due;
    }

    /** On time of due, in percent; 100 when nothing is due. */
    public double onTimePercent() {
        return due == 0 ? 100 : onTime * 100.0 / due;
    }

    /** Of the late ones, in milliseconds. */
    public long meanLateMillis() {
        return late == 0 ? 0 : lateMillis / late;
    }
}
