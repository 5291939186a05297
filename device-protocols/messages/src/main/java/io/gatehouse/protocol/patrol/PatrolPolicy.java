package io.gatehouse.protocol.patrol;

import java.util.List;

/**
 * Figures that a site sets for its patrol.
 *
 * @param debounceSeconds the same checkpoint and officer again within is a duplicate
 * @param togetherSeconds officers who read one checkpoint within were there together
 * @param clockSuspectSeconds a clock that is further off makes its scans suspect, and their time a span
 * @param maxDoubtSeconds a time that is less certain than this proves no stop
 * @param positionMetres how far from the checkpoint a position may be, beyond both accuracies
 * @param metresPerSecond nobody is faster on a round
 * @param metresPerFloor what a floor counts for in a distance
 * @param corroborationSeconds a door or reader nearby should speak within this of a scan
 * @param outagePercent so much of a stop's window without a reader, and it is not the guard who missed it
 * @param uploadHours a wand that is out longer than this is missed
 * @param tagHealthRounds a tag that nobody read in so many rounds may be damaged
 * @param noMotionSeconds without motion a lone worker is asked
 * @param preAlarmSeconds and has this long to say that all is well
 * @param welfareMinutes between checks on a lone worker, 0 for none
 * @param retentionDays rounds are kept at least this long (DB11/T 2552-2026, 8.5.2: 90)
 * @param ladder whom an alarm goes to, and when, unless somebody has taken it
 */
public record PatrolPolicy(
        int debounceSeconds,
        int togetherSeconds,
        int clockSuspectSeconds,
        int maxDoubtSeconds,
        int positionMetres,
        double metresPerSecond,
        int metresPerFloor,
        int corroborationSeconds,
        int outagePercent,
        int uploadHours,
        int tagHealthRounds,
        int noMotionSeconds,
        int preAlarmSeconds,
        int welfareMinutes,
        int retentionDays,
        List<Rung> ladder) {

    /**
     * One step of the escalation ladder.
     *
     * @param to {@code OFFICER}, {@code SUPERVISOR}, {@code CONTROL_ROOM}, {@code EXTERNAL}
     * @param afterSeconds since the alarm
     */
    public record Rung(String to, int afterSeconds) {}

    /** The ladder of b.4 of the domain's practice; 90 s and 15 s are what lone-worker radios use. */
    public static final PatrolPolicy DEFAULT = new PatrolPolicy(
            60,
            120,
            120,
            1_800,
            50,
            2.5,
            10,
            120,
            50,
            12,
            5,
            90,
            15,
            30,
            90,
            List.of(
                    new Rung("OFFICER", 0),
                    new Rung("SUPERVISOR", 120),
                    new Rung("CONTROL_ROOM", 300),
                    new Rung("EXTERNAL", 900)));

    public PatrolPolicy {
        ladder = List.copyOf(ladder);
    }
}
