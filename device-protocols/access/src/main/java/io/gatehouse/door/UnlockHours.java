package io.gatehouse.door;

import io.gatehouse.protocol.sitebook.DoorRules;

/** Whether a door's unlock schedule is in force. */
public final class UnlockHours {

    private UnlockHours() {}

    /**
     * @param runs the door's {@code unlockSchedule} runs now
     * @param firstPersonCame one of those who count has come since the schedule's interval began
     */
    public static boolean inForce(DoorRules rules, boolean runs, boolean firstPersonCame) {
        DoorRules.FirstPerson first = rules.firstPerson();
        boolean waits = first != null && first.way() == DoorRules.FirstPersonWay.UNLOCK_SCHEDULE;
        return rules.unlockSchedule() != null && runs && (!waits || firstPersonCame);
    }
}
