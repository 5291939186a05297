package io.gatehouse.fleet.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.patrol.WalkedSite;
import io.gatehouse.fleet.subscription.ReportOutbox.Due;
import io.gatehouse.fleet.subscription.Subscription.Every;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When reports are due, and that each leaves once. */
class ReportOutboxTest {

    private static final Instant NOON = Instant.parse("2031-11-24T12:00:00Z");

    private final WalkedSite walked = new WalkedSite();

    private static Subscription daily(String... recipients) {
        return new Subscription("daily", "Daily", null, "route", Every.DAY, 7, List.of(recipients), "pdf", "en", true);
    }

    private ReportOutbox outbox(Instant now) {
        return new ReportOutbox(walked.core.jdbi(), WalkedSite.surroundings(now));
    }

    private Subscriptions subscriptions(Instant now) {
        return new Subscriptions(walked.core.jdbi(), WalkedSite.surroundings(now));
    }

    /** Mails of this test's site alone: the database is everybody's. */
    private List<Due> due(Instant now) {
        ReportOutbox outbox = outbox(now);
        outbox.begin();
        return outbox.take(1_000).stream()
                .filter(due -> due.site().equals(walked.site))
                .toList();
    }

    @Test
    void each_period_ends_by_the_sites_own_calendar_and_the_nights_in_which_clocks_change() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        Subscription night = new Subscription("n", "N", null, "route", Every.DAY, 2, List.of("a@b"), "pdf", "en", true);
        Subscription weekly =
                new Subscription("w", "W", null, "route", Every.WEEK, 7, List.of("a@b"), "pdf", "en", true);
        Subscription monthly =
                new Subscription("m", "M", null, "route", Every.MONTH, 7, List.of("a@b"), "pdf", "en", true);

        assertThat(night.due(LocalDate.parse("2031-03-29"), berlin))
                .as("02:00 does not come: as much later")
                .isEqualTo(Instant.parse("2031-03-30T01:00:00Z"));
        assertThat(night.due(LocalDate.parse("2031-10-25"), berlin))
                .as("02:00 comes twice: the first")
                .isEqualTo(Instant.parse("2031-10-26T00:00:00Z"));
        assertThat(weekly.next(NOON, ZoneId.of("Asia/Shanghai"))).isEqualTo("2031-11-24");
        assertThat(weekly.due(LocalDate.parse("2031-11-24"), ZoneId.of("Asia/Shanghai")))
                .isEqualTo(Instant.parse("2031-11-30T23:00:00Z"));
        assertThat(monthly.next(Instant.parse("2031-12-01T06:59:59Z"), ZoneId.of("UTC")))
                .as("that of November has not left yet")
                .isEqualTo("2031-11-01");
        assertThat(monthly.next(Instant.parse("2031-12-01T07:00:00Z"), ZoneId.of("UTC")))
                .isEqualTo("2031-12-01");
    }

    @Test
    void each_recipient_gets_each_period_once_also_over_a_restart_and_after_a_standstill() {
        subscriptions(NOON).put(walked.site, daily("a@x", "b@x", "a@x"), "lee");
        ObjectNode shown = subscriptions(NOON).find(walked.site, "daily").orElseThrow();
        assertThat(shown.path("nextRun").asText()).isEqualTo("2031-11-25T07:00:00.000Z");
        assertThat(due(Instant.parse("2031-11-25T06:59:59Z"))).isEmpty();

        List<Due> first = due(Instant.parse("2031-11-25T07:00:00Z"));

        assertThat(first).extracting(Due::recipient).containsExactlyInAnyOrder("a@x", "b@x");
        assertThat(first).allMatch(due -> due.first().equals(LocalDate.parse("2031-11-24")));
        ReportOutbox.File kept = outbox(NOON).keep(first.get(0).run(), new ReportOutbox.File("r.pdf", new byte[] {1}));
        assertThat(outbox(NOON)
                        .keep(first.get(0).run(), new ReportOutbox.File("other.pdf", new byte[] {2}))
                        .bytes())
                .as("all get the same")
                .isEqualTo(kept.bytes());
        outbox(NOON).sent(first.get(0));
        List<Due> left = due(Instant.parse("2031-11-25T07:02:01Z"));
        assertThat(left)
                .as("the node died before it said what became of it")
                .extracting(Due::recipient)
                .containsExactly(first.get(1).recipient());
        assertThat(left.get(0).file()).isNotNull();
        outbox(NOON).sent(left.get(0));
        assertThat(due(Instant.parse("2031-11-25T23:00:00Z"))).isEmpty();

        List<Due> later = due(Instant.parse("2031-11-28T08:00:00Z"));
        assertThat(later)
                .extracting(due -> due.first() + " " + due.recipient())
                .containsExactlyInAnyOrder(
                        "2031-11-25 a@x",
                        "2031-11-25 b@x",
                        "2031-11-26 a@x",
                        "2031-11-26 b@x",
                        "2031-11-27 a@x",
                        "2031-11-27 b@x");
    }

    @Test
    void what_does_not_leave_is_tried_again_later_and_later_and_then_a_person_is_asked() {
        Subscription weekly =
                new Subscription("weekly", "Weekly", null, "route", Every.WEEK, 7, List.of("a@x"), "pdf", "en", true);
        subscriptions(NOON).put(walked.site, weekly, "lee");
        Instant now = Instant.parse("2031-12-01T07:00:00Z");
        int tries = 0;
        for (List<Due> due = due(now); !due.isEmpty(); due = due(now)) {
            tries++;
            outbox(now).failed(due.get(0), "451 try later", false);
            assertThat(due(now.plusSeconds(5))).isEmpty();
            now = now.plus(Duration.ofHours(3));
        }

        ObjectNode run = outbox(now).log(walked.site, "weekly").get(0);
        assertThat(tries).isEqualTo(ReportOutbox.TRIES);
        assertThat(log(now)).contains("FAILED").contains("451 try later");
        assertThat(run.path("mails")).hasSize(1);
        assertThat(outbox(now).retry(walked.site, "weekly")).isEqualTo(1);
        assertThat(due(now)).isNotEmpty();
    }

    private String log(Instant now) {
        return outbox(now).log(walked.site, "weekly").toString();
    }

    @Test
    void a_change_never_sends_what_has_left_and_what_is_off_sends_nothing() {
        subscriptions(NOON).put(walked.site, daily("a@x"), "lee");
        Instant seven = Instant.parse("2031-11-25T07:00:00Z");
        due(seven).forEach(outbox(seven)::sent);
        Subscription later =
                new Subscription("daily", "Daily", null, "route", Every.DAY, 9, List.of("c@x"), "csv", "zh-CN", true);
        subscriptions(seven).put(walked.site, later, "lee");
        assertThat(due(Instant.parse("2031-11-25T10:00:00Z"))).isEmpty();
        Subscription off =
                new Subscription("daily", "Daily", null, "route", Every.DAY, 9, List.of("c@x"), "csv", "zh-CN", false);
        subscriptions(seven).put(walked.site, off, "lee");
        assertThat(due(Instant.parse("2031-12-25T10:00:00Z"))).isEmpty();
        subscriptions(Instant.parse("2031-12-25T10:00:00Z")).put(walked.site, later, "lee");

        assertThat(due(Instant.parse("2031-12-25T11:00:00Z")))
                .as("nobody wants a month's mails")
                .isEmpty();
        assertThat(due(Instant.parse("2031-12-26T09:00:00Z"))).hasSize(1);
        assertThat(subscriptions(seven).delete(walked.site, "daily")).isTrue();
        assertThat(subscriptions(seven).delete(walked.site, "daily")).isFalse();
    }
}
