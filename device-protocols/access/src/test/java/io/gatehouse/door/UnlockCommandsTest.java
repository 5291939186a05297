package io.gatehouse.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.door.UnlockCommands.Arrival;
import io.gatehouse.door.UnlockCommands.Verdict;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.command.CommandType;
import io.gatehouse.protocol.command.DeviceCommand;
import io.gatehouse.protocol.pass.Spent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class UnlockCommandsTest {

    private static final DeviceId OWN = new DeviceId("lock-1");
    private static final long NOW = Instant.parse("2026-11-25T09:00:00Z").toEpochMilli();
    private static final long SEED = 99;
    private static final int TRIALS = 10_000;

    private final Spent spent = new Spent(100_000);
    private final UnlockCommands commands = new UnlockCommands(OWN, "door-1", Duration.ofSeconds(2), spent);

    @Test
    void a_fresh_command_for_this_door_opens_once() {
        Arrival arrival = arrival("c1", NOW, NOW + 10_000, "door-1");

        assertThat(commands.judge(arrival, NOW)).isEqualTo(Verdict.OPENS);
        assertThat(commands.judge(arrival, NOW + 1)).isEqualTo(Verdict.REPLAYED);
    }

    @Test
    void every_other_command_says_why_it_does_not() {
        Arrival fresh = arrival("c2", NOW, NOW + 10_000, "door-1");

        assertThat(commands.judge(new Arrival(fresh.command(), OWN, true), NOW)).isEqualTo(Verdict.RETAINED);
        assertThat(commands.judge(new Arrival(fresh.command(), new DeviceId("lock-2"), false), NOW))
                .isEqualTo(Verdict.FOREIGN);
        assertThat(commands.judge(arrival("c3", NOW, NOW + 10_000, "door-2"), NOW))
                .isEqualTo(Verdict.FOREIGN);
        assertThat(commands.judge(fresh, NOW + 10_000)).isEqualTo(Verdict.LATE);
        assertThat(commands.judge(arrival("c4", NOW + 2_001, NOW + 9_000, "door-1"), NOW))
                .isEqualTo(Verdict.EARLY);
        assertThat(commands.judge(arrival("c5", NOW, NOW + 60_001, "door-1"), NOW))
                .isEqualTo(Verdict.LIVES_TOO_LONG);
        assertThat(commands.judge(arrival("c6", NOW, Long.MAX_VALUE, "door-1"), NOW))
                .isEqualTo(Verdict.LIVES_TOO_LONG);
        assertThat(commands.judge(arrival("c7", Long.MIN_VALUE, NOW + 1, "door-1"), NOW))
                .isEqualTo(Verdict.LIVES_TOO_LONG);
        DeviceCommand identify = new DeviceCommand("c8", CommandType.IDENTIFY, NOW, NOW + 10_000, null, null);
        assertThat(commands.judge(new Arrival(identify, OWN, false), NOW)).isEqualTo(Verdict.NO_UNLOCK);
    }

    @Test
    void what_was_forgotten_does_not_open_again_when_the_clock_goes_back() {
        Arrival arrival = arrival("c9", NOW, NOW + 10_000, "door-1");
        commands.judge(arrival, NOW);

        spent.forget(Instant.ofEpochMilli(NOW + 20_000));

        assertThat(commands.judge(arrival, NOW + 5_000)).isEqualTo(Verdict.REPLAYED);
    }

    @Test
    void ten_thousand_retained_replayed_late_or_foreign_commands_open_nothing() {
        SplittableRandom random = new SplittableRandom(SEED);
        List<Arrival> carriedOut = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Arrival arrival = arrival("genuine-" + i, NOW, NOW + 30_000, "door-1");
            assertThat(commands.judge(arrival, NOW)).isEqualTo(Verdict.OPENS);
            carriedOut.add(arrival);
        }

        int opened = 0;
        for (int i = 0; i < TRIALS; i++) {
            long now = NOW + random.nextInt(20_000);
            if (commands.judge(bad(random, i, now, carriedOut), now) == Verdict.OPENS) {
                opened++;
            }
        }

        System.out.println(
                "unlock commands: " + TRIALS + " retained, replayed, late or foreign, " + opened + " opened");
        assertThat(opened).as("seed " + SEED).isZero();
    }

    private static Arrival bad(SplittableRandom random, int number, long now, List<Arrival> carriedOut) {
        String id = "bad-" + number;
        long life = 1 + random.nextInt(60_000);
        return switch (random.nextInt(6)) {
            case 0 -> carriedOut.get(random.nextInt(carriedOut.size()));
            case 1 -> new Arrival(command(id, now, now + life, "door-1"), OWN, true);
            case 2 -> arrival(id, now - life - random.nextInt(86_400_000), now - random.nextInt(1_000), "door-1");
            case 3 -> arrival(id, now, now + life, "door-" + (2 + random.nextInt(500)));
            case 4 ->
                new Arrival(
                        command(id, now, now + life, "door-1"),
                        new DeviceId("lock-" + (2 + random.nextInt(500))),
                        false);
            default -> arrival(id, now + 2_001 + random.nextInt(86_400_000), now + 172_800_000, "door-1");
        };
    }

    private static Arrival arrival(String id, long issuedAt, long expiresAt, String door) {
        return new Arrival(command(id, issuedAt, expiresAt, door), OWN, false);
    }

    /** As it comes over the wire. */
    private static DeviceCommand command(String id, long issuedAt, long expiresAt, String door) {
        String json =
                "{\"commandId\":\"%s\",\"type\":\"UnlockDoor\",\"issuedAt\":%d,\"expiresAt\":%d,\"data\":{\"door\":\"%s\"}}"
                        .formatted(id, issuedAt, expiresAt, door);
        return WireFormat.JSON
                .read(json.getBytes(StandardCharsets.UTF_8), DeviceCommand.class)
                .fold(command -> command, refusal -> {
                    throw new AssertionError(refusal.toString());
                });
    }
}
