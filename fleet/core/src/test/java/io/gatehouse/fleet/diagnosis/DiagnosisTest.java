package io.gatehouse.fleet.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What comes first explains the rest: the first bad answer is the reason, and every answer says what was measured. */
class DiagnosisTest {

    private static final Instant NOW = Instant.parse("2026-11-26T08:00:00Z");
    private static final Known.Past QUIET = new Known.Past(null, 0, "", null, null, 0, null, null, 80.0, 1, 40L, 29.0);
    private static final Known.Proof PROVEN = new Known.Proof(true, 1, NOW.plus(Duration.ofDays(200)), false, null);
    private static final Known.Gateway THERE = new Known.Gateway(
            "east", NOW.minusSeconds(3), "SYNCED", 4L, 7, 7, false, Map.of("mqtt", "mqtts://10.0.0.2:8883"));
    private static final Known.Device WELL = new Known.Device(30, NOW.minusSeconds(20), "mqtt", 0, null);

    private static Known.Device silent(@Nullable String session) {
        return new Known.Device(30, NOW.minusSeconds(600), session, 0, null);
    }

    private static String reason(Known known) {
        return Diagnosis.of(known, NOW).reason().map(Check::code).orElse("");
    }

    private static Check check(Known known, Check.Subject subject) {
        return Diagnosis.of(known, NOW).checks().stream()
                .filter(one -> one.subject().equals(subject.name()))
                .findFirst()
                .orElseThrow();
    }

    private static Known.Past past(UnaryOperator<Known.Past> change) {
        return change.apply(QUIET);
    }

    @Test
    void a_device_that_is_well_has_no_reason_and_an_answer_to_every_question() {
        Diagnosis found = Diagnosis.of(new Known(WELL, THERE, PROVEN, QUIET), NOW);

        assertThat(found.reason()).isEmpty();
        assertThat(found.checks()).hasSize(Check.Subject.values().length);
        assertThat(found.checks()).allMatch(check -> check.verdict() == Check.Verdict.GOOD);
    }

    @Test
    void a_silent_gateway_explains_everything_behind_it() {
        Known.Gateway silent = new Known.Gateway("east", NOW.minusSeconds(90), "SYNCED", 4L, 7, 7, false, Map.of());

        assertThat(reason(new Known(silent(null), silent, PROVEN, QUIET))).isEqualTo("GATEWAY_SILENT");
        assertThat(reason(new Known(silent(null), null, PROVEN, QUIET))).isEqualTo("NO_GATEWAY");
    }

    @Test
    void a_refused_proof_since_it_was_heard_is_the_reason_and_an_older_one_is_not() {
        Known.Past since = past(was ->
                new Known.Past(NOW.minusSeconds(30), 4, "", null, null, 0, null, null, was.battery(), 1, null, null));
        Known.Past before = past(was ->
                new Known.Past(NOW.minusSeconds(3600), 4, "", null, null, 0, null, null, was.battery(), 1, null, null));
        Known.Proof revoked = new Known.Proof(true, 2, null, true, null);

        assertThat(reason(new Known(silent(null), THERE, PROVEN, since))).isEqualTo("REFUSED_PROOF");
        assertThat(reason(new Known(silent(null), THERE, PROVEN, tried("KEY")))).isEqualTo("REFUSED_KEY");
        assertThat(reason(new Known(silent(null), THERE, PROVEN, tried("CERTIFICATE"))))
                .isEqualTo("REFUSED_CERTIFICATE");
        assertThat(check(new Known(silent(null), THERE, PROVEN, tried("KEY")), Check.Subject.CREDENTIAL)
                        .facts())
                .containsEntry("times", "4");
        assertThat(reason(new Known(silent(null), THERE, revoked, since))).isEqualTo("REFUSED_AS_REVOKED");
        assertThat(reason(new Known(silent(null), THERE, PROVEN, before))).isEqualTo("NOT_CONNECTED");
    }

    private static Known.Past tried(String by) {
        return new Known.Past(NOW.minusSeconds(30), 4, by, null, null, 0, null, null, 80.0, 1, null, null);
    }

    @Test
    void a_box_that_was_never_claimed_or_whose_certificate_is_long_over_cannot_prove_itself() {
        Known.Device never = new Known.Device(30, null, null, 0, null);
        Known.Proof unclaimed = new Known.Proof(false, 0, null, false, null);
        Known.Proof over = new Known.Proof(true, 1, NOW.minus(Duration.ofDays(91)), false, null);
        Known.Proof ended = new Known.Proof(true, 1, NOW.minus(Duration.ofDays(10)), false, null);

        assertThat(reason(new Known(never, THERE, unclaimed, QUIET))).isEqualTo("NOT_CLAIMED");
        assertThat(reason(new Known(silent(null), THERE, over, QUIET))).isEqualTo("CERTIFICATE_OVER");
        assertThat(reason(new Known(WELL, THERE, ended, QUIET))).isEqualTo("CERTIFICATE_ENDS");
    }

    @Test
    void power_goes_before_the_line_and_the_line_before_the_heartbeat() {
        Known.Past dark = past(was ->
                new Known.Past(null, 0, "", NOW.minusSeconds(610), "timeout", 1, "PowerLost", NOW, 80.0, 1, 1L, 29.0));
        Known.Past gone = past(
                was -> new Known.Past(null, 0, "", NOW.minusSeconds(610), "timeout", 1, null, null, 80.0, 1, 1L, 29.0));

        assertThat(reason(new Known(silent(null), THERE, PROVEN, dark))).isEqualTo("POWER_LOST");
        assertThat(reason(new Known(silent(null), THERE, PROVEN, gone))).isEqualTo("DISCONNECTED");
        assertThat(reason(new Known(silent("mqtt"), THERE, PROVEN, QUIET))).isEqualTo("SILENT");
    }

    @Test
    void what_never_arrived_is_told_where_the_gateway_listens() {
        Known never = new Known(new Known.Device(30, null, null, 0, null), THERE, PROVEN, QUIET);

        assertThat(reason(never)).isEqualTo("NOTHING_ARRIVED");
        assertThat(check(never, Check.Subject.ADDRESS).facts()).containsEntry("listens", "mqtts://10.0.0.2:8883");
    }

    @Test
    void a_heartbeat_that_is_expected_too_often_is_told_from_a_device_that_hangs() {
        Known.Past seldom = past(was -> new Known.Past(null, 0, "", null, null, 0, null, null, 80.0, 1, 1L, 900.0));

        Check check = check(new Known(silent("mqtt"), THERE, PROVEN, seldom), Check.Subject.HEARTBEAT);

        assertThat(check.code()).isEqualTo("SPEAKS_SELDOMER");
        assertThat(check.facts()).containsEntry("usual", "900").containsEntry("missed", "20");
    }

    @Test
    void doubts_are_the_reason_only_when_nothing_is_bad() {
        Known.Past weak = past(was -> new Known.Past(null, 0, "", null, null, 9, null, null, 7.0, 8, 90_000L, 29.0));

        assertThat(reason(new Known(WELL, THERE, PROVEN, weak))).isEqualTo("BATTERY_LOW");
        assertThat(check(new Known(WELL, THERE, PROVEN, weak), Check.Subject.LINK)
                        .code())
                .isEqualTo("COMES_AND_GOES");
        assertThat(check(new Known(WELL, THERE, PROVEN, weak), Check.Subject.CLOCK)
                        .code())
                .isEqualTo("CLOCK_OFF");
    }
}
