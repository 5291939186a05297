package io.gatehouse.door;

import io.gatehouse.protocol.sitebook.DoorRules;
import io.gatehouse.protocol.sitebook.SiteBook;

/**
 * A door's figures; ONVIF's names stand in brackets.
 *
 * @param releaseMillis how long a grant releases the lock (ReleaseTime)
 * @param extendedMillis added for people who need longer (ExtendedReleaseTime)
 * @param openMillis how long it may stand open (OpenTime)
 * @param preAlarmMillis of which the last so many sound a warning (PreAlarmTime)
 * @param relockMillis from its opening to locking again (DelayTimeBeforeRelock)
 * @param failSafe without power it stands open; otherwise it stays shut
 */
public record DoorTimes(
        long releaseMillis,
        long extendedMillis,
        long openMillis,
        long preAlarmMillis,
        long relockMillis,
        boolean failSafe) {

    public DoorTimes {
        preAlarmMillis = Math.min(preAlarmMillis, openMillis);
    }

    public static DoorTimes of(SiteBook.Door door) {
        DoorRules given = door.rules();
        DoorRules rules = given == null ? DoorRules.PLAIN : given;
        return new DoorTimes(
                door.releaseMillis(),
                rules.extendedMillis(),
                door.openSeconds() * 1_000L,
                rules.preAlarmSeconds() * 1_000L,
                rules.relockMillis(),
                rules.failSafe());
    }
}
