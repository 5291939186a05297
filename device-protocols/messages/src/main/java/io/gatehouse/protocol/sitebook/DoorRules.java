package io.gatehouse.protocol.sitebook;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a door does beyond opening for a grant. Times are ONVIF's door timers (ReleaseTime, ExtendedReleaseTime,
 * DelayTimeBeforeRelock, PreAlarmTime).
 *
 * @param kind what stands in the way
 * @param failSafe opens when its power fails, or stays shut ({@code false}, fail-secure)
 * @param sensesPassage tells when somebody went through; without it a grant counts as a passage
 * @param unlockSchedule open without a read while it runs, or nothing
 * @param firstPerson who must have come first, or nothing
 * @param extendedMillis added to the release for people who need longer
 * @param relockMillis from the door's opening to locking again
 * @param preAlarmSeconds before the door counts as held, the warning sounds
 * @param fireZone fire input zones that release it
 * @param lockdownPassers groups of people who still pass when it is locked down
 */
public record DoorRules(
        Kind kind,
        boolean failSafe,
        boolean sensesPassage,
        @Nullable String unlockSchedule,
        @Nullable FirstPerson firstPerson,
        int extendedMillis,
        int relockMillis,
        int preAlarmSeconds,
        List<String> fireZone,
        List<String> lockdownPassers) {

    public static final DoorRules PLAIN =
            new DoorRules(Kind.DOOR, true, false, null, null, 5_000, 0, 5, List.of(), List.of());

    /** ONVIF's door types, and a floor that a lift serves. */
    public enum Kind {
        DOOR,
        MANTRAP,
        TURNSTILE,
        REVOLVING_DOOR,
        BARRIER,
        ELEVATOR_FLOOR
    }

    /**
     * @param way what depends on the first person
     * @param groups whose coming counts
     * @param exempt groups who need not wait
     * @param minutes for {@link FirstPersonWay#REMAIN_OPEN}: 0 to 1440
     */
    public record FirstPerson(FirstPersonWay way, List<String> groups, List<String> exempt, int minutes) {
        public FirstPerson {
            groups = List.copyOf(groups);
            exempt = List.copyOf(exempt);
        }
    }

    /** The three rules that the field calls "first person in". */
    public enum FirstPersonWay {
        /** The unlock schedule waits for them. */
        UNLOCK_SCHEDULE,
        /** Others' rights wait for them. */
        ACCESS_RULE,
        /** Their read holds the door open for some minutes; a second one ends it. */
        REMAIN_OPEN
    }

    public DoorRules {
        fireZone = List.copyOf(fireZone);
        lockdownPassers = List.copyOf(lockdownPassers);
    }
}
