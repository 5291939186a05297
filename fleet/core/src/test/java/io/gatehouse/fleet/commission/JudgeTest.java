package io.gatehouse.fleet.commission;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.protocol.TimeQuality;
import io.gatehouse.protocol.command.CommandState;
import io.gatehouse.protocol.profile.Cause;
import io.gatehouse.protocol.profile.Check;
import io.gatehouse.protocol.profile.Finding;
import io.gatehouse.protocol.profile.Profiles;
import io.gatehouse.protocol.sitebook.DeviceKind;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JudgeTest {

    private static final Check DOOR = check(DeviceKind.READER, "door");
    private static final Check TAMPER = check(DeviceKind.READER, "tamper");
    private static final Check UNLOCK = check(DeviceKind.READER, "unlock");
    private static final Check LANE = check(DeviceKind.TURNSTILE, "unlock");
    private static final Check POWER = check(DeviceKind.READER, "power");

    private static Check check(DeviceKind kind, String key) {
        return Profiles.shipped().of(kind).check(key).orElseThrow();
    }

    private static Seen events(boolean over, String... types) {
        return new Seen(
                false,
                null,
                null,
                null,
                Stream.of(types).map(type -> new Seen.Happened(type, 0)).toList(),
                null,
                null,
                over);
    }

    private static Seen command(CommandState state, @Nullable Boolean confirmed, String... types) {
        List<Seen.Happened> happened =
                Stream.of(types).map(type -> new Seen.Happened(type, 0)).toList();
        return new Seen(false, null, null, null, happened, state, confirmed, false);
    }

    private static Seen value(double value) {
        return new Seen(false, null, null, new Seen.Measured(value, 0), List.of(), null, null, false);
    }

    @Test
    void a_door_that_was_opened_and_closed_passes_and_what_came_in_between_does_not_matter() {
        assertThat(Judge.of(DOOR, events(false, "DoorOpened", "DoorForced", "DoorClosed")))
                .isEqualTo(Verdict.PASSED);
        assertThat(Judge.of(DOOR, events(false, "DoorOpened"))).isEqualTo(Verdict.RUNNING);
        assertThat(Judge.of(DOOR, events(true, "DoorOpened"))).isEqualTo(Verdict.failed(Finding.PARTIAL));
        assertThat(Judge.of(DOOR, events(true))).isEqualTo(Verdict.failed(Finding.SILENT));
    }

    @Test
    void a_contact_that_is_wired_the_wrong_way_is_said_at_once_with_its_cause() {
        Verdict verdict = Judge.of(DOOR, events(false, "DoorClosed", "DoorOpened"));

        assertThat(verdict).isEqualTo(Verdict.failed(Finding.REVERSED));
        assertThat(DOOR.cause(Finding.REVERSED).map(Cause::key)).contains("contact-reversed");
        assertThat(Judge.of(TAMPER, events(false, "TamperRestored", "Tampered")))
                .isEqualTo(Verdict.failed(Finding.REVERSED));
        // trying once more does not make it right
        assertThat(Judge.of(DOOR, events(false, "DoorClosed", "DoorOpened", "DoorClosed", "DoorOpened")))
                .isEqualTo(Verdict.failed(Finding.REVERSED));
    }

    @Test
    void a_lock_passes_when_the_device_did_it_and_the_person_saw_it() {
        assertThat(Judge.of(UNLOCK, command(CommandState.SENT, null))).isEqualTo(Verdict.RUNNING);
        assertThat(Judge.of(UNLOCK, command(CommandState.DONE, null))).isEqualTo(Verdict.ASKING);
        assertThat(Judge.of(UNLOCK, command(CommandState.DONE, true))).isEqualTo(Verdict.PASSED);
        assertThat(Judge.of(UNLOCK, command(CommandState.DONE, false))).isEqualTo(Verdict.failed(Finding.UNSEEN));
        assertThat(Judge.of(UNLOCK, command(CommandState.FAILED, null))).isEqualTo(Verdict.failed(Finding.REFUSED));
        assertThat(Judge.of(UNLOCK, command(CommandState.EXPIRED, null))).isEqualTo(Verdict.failed(Finding.EXPIRED));
    }

    @Test
    void a_lane_passes_when_it_opened_and_saw_somebody_go_through() {
        assertThat(Judge.of(LANE, command(CommandState.DONE, null))).isEqualTo(Verdict.RUNNING);
        assertThat(Judge.of(LANE, command(CommandState.DONE, null, "PassageTaken")))
                .isEqualTo(Verdict.PASSED);
    }

    @Test
    void a_value_must_lie_within_its_limits() {
        assertThat(Judge.of(POWER, value(12.1))).isEqualTo(Verdict.PASSED);
        assertThat(Judge.of(POWER, value(9.8))).isEqualTo(Verdict.failed(Finding.BELOW));
        assertThat(Judge.of(POWER, value(24))).isEqualTo(Verdict.failed(Finding.ABOVE));
        assertThat(Judge.of(POWER, events(false))).isEqualTo(Verdict.RUNNING);
    }

    @Test
    void a_clock_that_nobody_believes_fails() {
        Check time = check(DeviceKind.READER, "time");

        for (TimeQuality quality : TimeQuality.values()) {
            Seen seen = new Seen(false, quality, null, null, List.of(), null, null, false);
            assertThat(Judge.of(time, seen).outcome())
                    .isEqualTo(quality == TimeQuality.UNTRUSTED ? Outcome.FAILED : Outcome.PASSED);
        }
    }
}
