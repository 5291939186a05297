package io.gatehouse.proof.faults;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FindingTest {

    private static final Others.Share QUIET = new Others.Share(0.02, 0);
    private static final Others.Share BUSY = new Others.Share(0.3, 0);
    private static final Others.Share STOLEN = new Others.Share(0.02, 0.2);

    @Test
    void a_row_whose_times_were_disturbed_does_not_claim_to_hold() {
        Finding finding = new Finding.Notes().inTime(true, "in time").done();

        assertThat(finding.outcome(QUIET)).isEqualTo(Finding.Outcome.HOLDS);
        assertThat(finding.outcome(BUSY)).isEqualTo(Finding.Outcome.DISTURBED);
        assertThat(finding.outcome(STOLEN)).isEqualTo(Finding.Outcome.DISTURBED);
        assertThat(finding.line("F1", BUSY)).contains("others took 30 %", "DISTURBED");
    }

    @Test
    void a_time_that_was_missed_on_a_quiet_machine_falls_short() {
        Finding finding = new Finding.Notes().inTime(false, "in time").done();

        assertThat(finding.outcome(QUIET)).isEqualTo(Finding.Outcome.FALLS_SHORT);
        assertThat(finding.outcome(BUSY)).isEqualTo(Finding.Outcome.DISTURBED);
    }

    @Test
    void what_was_lost_is_lost_on_a_busy_machine_too() {
        Finding finding = new Finding.Notes().must(false, "nothing lost").done();

        assertThat(finding.outcome(BUSY)).isEqualTo(Finding.Outcome.FALLS_SHORT);
    }

    @Test
    void a_row_without_times_holds_beside_other_work() {
        Finding finding = new Finding.Notes().must(true, "nothing lost").done();

        assertThat(finding.outcome(BUSY)).isEqualTo(Finding.Outcome.HOLDS);
    }
}
