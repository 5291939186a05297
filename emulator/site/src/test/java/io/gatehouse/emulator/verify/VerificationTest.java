package io.gatehouse.emulator.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.emulator.ledger.Ledger;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The checker must be able to say no. */
class VerificationTest {

    private static final long LATE_AFTER = 5_000;

    @Test
    void what_is_at_the_fleet_once_and_in_order_holds() {
        Verdict verdict = judge(List.of(told(1), told(2)), List.of(row(10, 1), row(11, 2)));

        assertThat(verdict.holds()).isTrue();
        assertThat(verdict.line()).isEqualTo("lost 0, twice 0, reordered 0, late 0");
        assertThat(verdict.outcomes()).containsEntry("GRANTED GRANTED", 2L);
    }

    @Test
    void an_acknowledged_message_that_the_fleet_lacks_is_lost_and_named() {
        Verdict verdict = judge(List.of(told(1), told(2)), List.of(row(10, 1)));

        assertThat(verdict.lost()).isEqualTo(1);
        assertThat(verdict.holds()).isFalse();
        assertThat(verdict.examples()).singleElement().asString().contains("lost", "seq=2");
    }

    @Test
    void a_refused_message_and_telemetry_are_not_owed() {
        Ledger.Line refused = line(1, "event", false);
        Ledger.Line thinned = line(2, "telemetry", true);

        assertThat(judge(List.of(refused, thinned), List.of()).holds()).isTrue();
    }

    @Test
    void the_same_message_under_two_numbers_is_twice() {
        Verdict verdict = judge(List.of(told(1)), List.of(row(10, 1), row(11, 1)));

        assertThat(verdict.twice()).isEqualTo(1);
        assertThat(verdict.holds()).isFalse();
    }

    @Test
    void numbers_of_one_boot_that_fall_are_reordered_whatever_the_order_of_the_export() {
        Verdict verdict = judge(List.of(told(1), told(2)), List.of(row(11, 1), row(10, 2)));

        assertThat(verdict.reordered()).isEqualTo(1);
        assertThat(verdict.holds()).isFalse();
    }

    @Test
    void another_boot_begins_anew() {
        FleetRow other = new FleetRow("log", 11, "reader", "boot-2", 1L, "DoorOpened", "", "", 0, 0);

        assertThat(judge(List.of(told(7)), List.of(row(10, 7), other)).reordered())
                .isZero();
    }

    @Test
    void late_is_counted_and_no_fault() {
        FleetRow late = new FleetRow("log", 10, "reader", "boot", 1L, "DoorOpened", "", "", 1_000, 6_001);

        Verdict verdict = judge(List.of(told(1)), List.of(late));

        assertThat(verdict.late()).isEqualTo(1);
        assertThat(verdict.holds()).isTrue();
    }

    @Test
    void rows_of_devices_that_the_ledger_does_not_know_are_none_of_its_business() {
        FleetRow foreign = new FleetRow("log", 10, "other", "boot", 1L, "DoorOpened", "", "", 0, 0);

        assertThat(judge(List.of(told(1)), List.of(row(9, 1), foreign)).rows()).isEqualTo(1);
    }

    @Test
    void percentiles_are_values_that_occurred() {
        Verdict.Percentiles percentiles = Verdict.Percentiles.of(new long[] {5, 1, 3, 2, 4});

        assertThat(percentiles).isEqualTo(new Verdict.Percentiles(3, 5, 5, 5));
    }

    private static Verdict judge(List<Ledger.Line> ledger, List<FleetRow> rows) {
        return Verification.of(ledger, rows, LATE_AFTER);
    }

    private static Ledger.Line told(long seq) {
        return line(seq, "event", true);
    }

    private static Ledger.Line line(long seq, String channel, boolean taken) {
        return new Ledger.Line("reader", "boot", seq, channel, "CredentialPresented", "mqtt5", 1, 2, taken, null);
    }

    private static FleetRow row(long number, long deviceSeq) {
        return new FleetRow(
                "log", number, "reader", "boot", deviceSeq, "CredentialPresented", "GRANTED", "GRANTED", 100, 110);
    }
}
