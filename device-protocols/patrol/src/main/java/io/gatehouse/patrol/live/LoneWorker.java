package io.gatehouse.patrol.live;

import io.gatehouse.protocol.patrol.PatrolPolicy;
import org.jspecify.annotations.Nullable;

/**
 * One officer alone on duty. No motion, or a check that is overdue, begins a countdown which they can cancel; when it ends,
 * or when they call for help, the alarm stays until somebody else clears it. Immutable; times are milliseconds since 1970.
 *
 * @param countdown what the countdown that runs is about, or nothing
 * @param countdownEnds when it becomes an alarm
 * @param alarm what the alarm is, or nothing
 * @param nextCheck when the next sign is due, or 0 when none is
 */
public record LoneWorker(
        String officer,
        PatrolFinding.@Nullable Kind countdown,
        long countdownEnds,
        PatrolFinding.@Nullable Kind alarm,
        long alarmSince,
        long nextCheck) {

    /** Comes on duty. */
    public static LoneWorker onDuty(String officer, PatrolPolicy policy, long at) {
        return new LoneWorker(officer, null, 0, null, 0, next(policy, at));
    }

    private static long next(PatrolPolicy policy, long at) {
        return policy.welfareMinutes() == 0 ? 0 : at + policy.welfareMinutes() * 60_000L;
    }

    /** Says that all is well; ends a countdown, never an alarm. */
    public LoneWorker checkedIn(PatrolPolicy policy, long at) {
        boolean inTime = countdown == null || at <= countdownEnds;
        return inTime
                ? new LoneWorker(officer, null, 0, alarm, alarmSince, next(policy, at))
                : new LoneWorker(officer, countdown, countdownEnds, alarm, alarmSince, next(policy, at));
    }

    /** Has not moved for as long as the policy allows, or has fallen. */
    public LoneWorker motionless(PatrolPolicy policy, long at) {
        return countdown != null
                ? this
                : new LoneWorker(
                        officer,
                        PatrolFinding.Kind.MAN_DOWN,
                        at + policy.preAlarmSeconds() * 1_000L,
                        alarm,
                        alarmSince,
                        nextCheck);
    }

    /** Calls for help: an alarm at once. */
    public LoneWorker callsForHelp(long at) {
        return new LoneWorker(officer, null, 0, PatrolFinding.Kind.SOS, at, nextCheck);
    }

    /** Somebody has looked after them. */
    public LoneWorker cleared(PatrolPolicy policy, long at) {
        return new LoneWorker(officer, null, 0, null, 0, next(policy, at));
    }

    /** As time goes by. */
    public LoneWorker at(PatrolPolicy policy, long now) {
        if (countdown != null && now > countdownEnds) {
            // an alarm that is on already is not made a lesser one
            PatrolFinding.Kind kind = alarm != null ? alarm : countdown;
            return new LoneWorker(officer, null, 0, kind, alarm != null ? alarmSince : countdownEnds, 0);
        }
        if (countdown == null && alarm == null && nextCheck > 0 && now > nextCheck) {
            return new LoneWorker(
                    officer,
                    PatrolFinding.Kind.CHECK_IN_MISSED,
                    nextCheck + policy.preAlarmSeconds() * 1_000L,
                    null,
                    0,
                    nextCheck);
        }
        return this;
    }
}
