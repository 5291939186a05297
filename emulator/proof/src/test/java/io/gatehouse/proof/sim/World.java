package io.gatehouse.proof.sim;

import io.gatehouse.gateway.journal.JournalSettings;
import io.gatehouse.gateway.uplink.UplinkSettings;
import io.gatehouse.protocol.Lane;
import java.util.Map;

/**
 * What kind of site and what kind of bad luck a seed stands for. Not every run has every fault: what is always there
 * hides what it takes its absence to see.
 *
 * @param loss of messages on the way, either link
 * @param twice how often a message arrives again
 * @param late how often a message takes up to a day (devices) or minutes (fleet)
 * @param windows how often something breaks in one of the windows that matter: just after a record, an answer, a batch
 *     or a commit
 */
record World(
        int devices,
        long eventEveryMillis,
        JournalSettings journal,
        UplinkSettings uplink,
        int credit,
        double loss,
        double twice,
        double late,
        double windows) {

    static final long SECOND = 1_000;
    static final long MINUTE = 60 * SECOND;
    static final long HOUR = 60 * MINUTE;
    static final long DAY = 24 * HOUR;

    private static final int KIB = 1024;

    static World of(Dice dice) {
        int segment = dice.oneOf(1, 2, 4, 16) * KIB;
        long evidence = (long) segment * dice.oneOf(6, 24, 96);
        long telemetry = (long) segment * dice.oneOf(3, 8, 24);
        int batch = dice.oneOf(3, 20, 200);
        int window = batch * dice.oneOf(1, 3, 10);
        return new World(
                20,
                dice.spread(8 * MINUTE, 25 * MINUTE),
                new JournalSettings(
                        segment,
                        Map.of(Lane.EVIDENCE, evidence, Lane.TELEMETRY, telemetry),
                        dice.oneOf(2, 64) * KIB,
                        dice.oneOf(0, segment)),
                new UplinkSettings(window, dice.oneOf(2, 16, 128) * KIB, batch, dice.oneOf(1, 8) * KIB, 5_000, 60_000),
                dice.oneOf(2, 30, 2_000),
                dice.coin() ? 0.01 : 0.15,
                dice.coin() ? 0.01 : 0.15,
                dice.coin() ? 0.001 : 0.02,
                dice.coin() ? 0.0002 : 0.002);
    }
}
