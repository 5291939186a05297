package io.gatehouse.fleet.patrol;

import static io.gatehouse.fleet.patrol.WalkedSite.ROUND;
import static io.gatehouse.fleet.patrol.WalkedSite.after;
import static io.gatehouse.fleet.patrol.WalkedSite.statuses;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.access.Outcome;
import io.gatehouse.fleet.patrol.Signatures.Signed;
import io.gatehouse.fleet.retention.Hold;
import io.gatehouse.fleet.retention.Holds;
import io.gatehouse.fleet.store.Hashes;
import io.gatehouse.patrol.judge.RoundOrder;
import io.gatehouse.protocol.patrol.CheckpointScan;
import io.gatehouse.protocol.patrol.InspectionResult;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is kept of rounds, how long, signed by whom, and what a hold and an erasure do to it. */
class PatrolRecordsTest {

    private static final LocalDate DAY = LocalDate.parse("2031-11-24");

    private final WalkedSite walked = new WalkedSite();

    private Signed sign(RoundOrder.Kind kind, String by, Instant now) {
        String hash = walked.round(now).path("contentHash").asText();
        return sign(kind, by, now, hash);
    }

    private Signed sign(RoundOrder.Kind kind, String by, Instant now, String hash) {
        RoundOrder order = new RoundOrder(kind, ROUND, 0, by, "operator", "", now.toEpochMilli());
        Signed signed = walked.at(now).signatures().sign(walked.site, order, hash);
        if (signed == Signed.DONE) {
            walked.at(now).order(walked.site, order);
        }
        return signed;
    }

    @Test
    void two_people_sign_what_they_saw_and_what_comes_later_is_shown_beside_it() {
        walked.scan(1, 0, 3);
        walked.scan(
                2,
                0,
                12,
                List.of(new InspectionResult("door", InspectionResult.Outcome.NOT_OK, null, "Jammed", null)),
                null);
        String early = walked.round(after(20)).path("contentHash").asText();
        assertThat(sign(RoundOrder.Kind.SIGN, "zhang", after(20), early)).isEqualTo(Signed.NOT_OVER);

        assertThat(sign(RoundOrder.Kind.SIGN, "zhang", after(60), early)).isEqualTo(Signed.CHANGED);
        assertThat(sign(RoundOrder.Kind.SIGN, "zhang", after(60))).isEqualTo(Signed.DONE);
        assertThat(sign(RoundOrder.Kind.SIGN, "zhang", after(61))).isEqualTo(Signed.ALREADY);
        assertThat(sign(RoundOrder.Kind.COUNTERSIGN, "zhang", after(62))).isEqualTo(Signed.SAME_PERSON);
        assertThat(sign(RoundOrder.Kind.COUNTERSIGN, "lee", after(63))).isEqualTo(Signed.DONE);

        ObjectNode closed = walked.round(after(64));
        assertThat(closed.path("state").asText()).isEqualTo("CLOSED");
        assertThat(closed.path("signatures"))
                .hasSize(2)
                .allMatch(one -> one.path("current").asBoolean());
        List<ObjectNode> under = walked.at(after(64)).signatures().list(walked.site, ROUND);
        assertThat(under).allSatisfy(one -> {
            assertThat(Hashes.sha256(one.path("content").asText()))
                    .isEqualTo(one.path("hash").asText());
            assertThat(one.path("content").asText())
                    .contains("\"g-1\"", "Jammed")
                    .doesNotContain("张三", "Point");
        });

        walked.at(after(300)).scanned(walked.site, late());
        ObjectNode changed = walked.round(after(301));
        assertThat(statuses(changed)).containsExactly("ON_TIME", "ON_TIME", "ON_TIME");
        assertThat(changed.path("signatures"))
                .hasSize(2)
                .noneMatch(one -> one.path("current").asBoolean());
        assertThat(walked.at(after(301))
                        .signatures()
                        .list(walked.site, ROUND)
                        .get(0)
                        .path("content")
                        .asText())
                .as("what was signed stays as it was signed")
                .contains("\"status\":\"MISSED\"");
        assertThat(sign(RoundOrder.Kind.SIGN, "zhang", after(302))).isEqualTo(Signed.DONE);
    }

    private static CheckpointScan late() {
        return CheckpointScan.plain(
                        "late",
                        CheckpointScan.Way.WAND,
                        "03AA",
                        "g-1",
                        after(25).toEpochMilli())
                .receivedAt(after(300).toEpochMilli());
    }

    @Test
    void c15_retention_90_d_purge_keeps_held_rounds() {
        for (int day : new int[] {0, 1, 2, 3}) {
            walked.scan(1, day, 3);
            walked.scan(2, day, 12);
            walked.keep(after(40).plus(Duration.ofDays(day)));
        }
        walked.photo("held", new byte[] {1}, after(3));
        walked.photo("old", new byte[] {1}, after(3).plus(Duration.ofDays(40)));
        Hold hold = walked.at(after(6_000))
                .holds()
                .round(walked.site, ROUND, "Case 2031-7", "lee")
                .orElseThrow();
        List<String> before = statuses(walked.round(after(6_000)));
        Instant late = after(0).plus(Duration.ofDays(95));
        Patrol then = walked.at(late);
        assertThat(walked.at(after(0).plus(Duration.ofDays(90))).retention().run(walked.site))
                .as("nothing is older than ninety whole days")
                .isEmpty();

        Map<String, Integer> removed = then.retention().run(walked.site);

        assertThat(removed).containsEntry("rounds", 2).containsKeys("verdicts", "scans");
        assertThat(removed).doesNotContainKey("photos");
        assertThat(statuses(walked.round(late))).as("held").isEqualTo(before);
        assertThat(then.rounds().on(walked.site, Optional.of(DAY.plusDays(1))))
                .as("within a day of it, and judged together with it")
                .hasSize(1);
        assertThat(then.rounds().on(walked.site, Optional.of(DAY.plusDays(2))))
                .as("deleted, and not missed")
                .isEmpty();
        assertThat(then.phones().photo(walked.site, "held")).isPresent();
        JsonNode report = then.reports().of(walked.site, DAY, DAY.plusDays(3), PatrolReports.By.DAY);
        assertThat(report.path("rounds").asInt()).isEqualTo(2);
        assertThat(report.path("deletedBefore").asText()).isEqualTo("2031-11-29T00:00:00.000Z");
        ObjectNode shown = then.retention().shown(walked.site);
        assertThat(shown.path("heldRounds").asInt()).isEqualTo(2);
        assertThat(shown.path("deletions")
                        .path(0)
                        .path("removed")
                        .path("rounds")
                        .asInt())
                .isEqualTo(2);
        assertThat(audited()).contains("\"rounds\": \"2\"").contains("\"days\": \"90\"");

        assertThat(then.holds().release(walked.site, hold.id(), "Closed", "kim"))
                .isTrue();
        assertThat(then.holds().release(walked.site, hold.id(), "Closed", "kim"))
                .isFalse();
        assertThat(then.retention().run(walked.site)).containsEntry("rounds", 2).containsEntry("photos", 1);
        assertThat(then.rounds().find(walked.site, ROUND)).isEmpty();
        assertThat(then.holds().round(walked.site, ROUND, "Too late", "lee")).isEmpty();
        assertThat(then.holds().find(walked.site, hold.id()).orElseThrow().released())
                .isEqualTo(new Hold.Released("kim", late.toEpochMilli(), "Closed"));
    }

    private String audited() {
        return walked.core
                .jdbi()
                .withHandle(handle -> handle.createQuery(
                                "select string_agg(details::text, ' ') from audit where site = ? and action = 'PATROL_RECORDS_DELETED'")
                        .bind(0, walked.site.value())
                        .mapTo(String.class)
                        .one());
    }

    @Test
    void how_long_is_the_policys_and_a_scan_of_1901_is_old_by_when_it_came() {
        walked.put(PlanKind.POLICY, Plans.SITE, "{'retentionDays':120}");
        Outcome short20 = walked.at(WalkedSite.NOON)
                .plans()
                .put(walked.site, PlanKind.POLICY, Plans.SITE, WalkedSite.object("{'retentionDays':20}"));
        Outcome short60 = walked.at(WalkedSite.NOON)
                .plans()
                .put(walked.site, PlanKind.POLICY, Plans.SITE, WalkedSite.object("{'retentionDays':60}"));
        walked.put(PlanKind.POLICY, Plans.SITE, "{'retentionDays':120}");
        walked.at(after(3))
                .scanned(
                        walked.site,
                        CheckpointScan.plain(
                                        "1901",
                                        CheckpointScan.Way.WAND,
                                        "01AA",
                                        "g-1",
                                        Instant.parse("1901-12-13T20:45:52Z").toEpochMilli())
                                .receivedAt(after(3).toEpochMilli()));
        walked.keep(after(40));

        assertThat(short20.kept()).isFalse();
        assertThat(short20.findings()).extracting(one -> one.code()).contains("PATROL_RETENTION_TOO_SHORT");
        assertThat(short60.kept()).isTrue();
        assertThat(short60.findings()).extracting(one -> one.code()).contains("PATROL_RETENTION_SHORT");
        assertThat(walked.at(after(0).plus(Duration.ofDays(119))).retention().run(walked.site))
                .isEmpty();
        assertThat(walked.at(after(0).plus(Duration.ofDays(125))).retention().run(walked.site))
                .containsEntry("scans", 1)
                .containsEntry("rounds", 1);
    }

    @Test
    void nobody_is_erased_whose_rounds_are_held_and_afterwards_only_the_id_is_left() {
        walked.scan(1, 0, 3);
        walked.keep(after(40));
        Patrol then = walked.at(after(60));
        Holds holds = then.holds();
        Hold other = holds.span(
                        walked.site,
                        new Holds.Span(after(5_000).toEpochMilli(), after(5_001).toEpochMilli()),
                        "Elsewhere",
                        "lee")
                .orElseThrow();
        assertThat(then.erasure().heldBy(walked.site, "p-zhang")).isEmpty();
        Hold hold = holds.round(walked.site, ROUND, "Case 8", "lee").orElseThrow();
        assertThat(then.erasure().heldBy(walked.site, "p-zhang")).containsExactly(hold.id());
        assertThat(then.erasure().heldBy(walked.site, "p-other")).isEmpty();
        holds.release(walked.site, hold.id(), "Closed", "kim");
        assertThat(other.released()).isNull();

        then.erasure().forget(walked.site, "p-zhang", "erased-0a0b0c");
        then.erasure().forget(walked.site, "p-zhang", "erased-0a0b0c");

        assertThat(String.valueOf(then.plans().all(walked.site).get("officers")))
                .contains("erased-0a0b0c", "g-1")
                .doesNotContain("张三", "0F01", "p-zhang");
        assertThat(walked.round(after(61))
                        .path("stops")
                        .path(0)
                        .path("officers")
                        .toString())
                .contains("\"id\":\"g-1\"", "erased-0a0b0c");
    }

    @Test
    void a_report_looks_at_one_route_alone_and_says_what_was_missed_most_and_by_whose_fault() {
        walked.put(
                PlanKind.ROUTES,
                "short",
                "{'name':'Short','stops':[{'checkpoint':'c-3','fromMinutes':0,'toMinutes':5}]}");
        walked.put(
                PlanKind.SCHEDULES,
                "late",
                "{'name':'Late','route':'short','firstStart':'2031-11-01T23:00','rule':'FREQ=DAILY'}");
        walked.put(PlanKind.GAP_RULES, "law", "{'name':'6 h','maxMinutes':360,'source':'DB11/T 2552-2026, 6.7.1.3'}");
        walked.scan(1, 0, 3);
        walked.scan(
                2,
                0,
                12,
                List.of(new InspectionResult("door", InspectionResult.Outcome.NOT_OK, null, "Jammed", "p-1")),
                "p-2");
        Patrol then = walked.at(after(600));

        JsonNode all = then.reports().of(walked.site, DAY, DAY, PatrolReports.By.ROUTE);
        JsonNode one =
                then.reports().of(walked.site, new PatrolReports.Asked(DAY, DAY, PatrolReports.By.ROUTE, "short"));

        assertThat(all.path("rounds").asInt()).isEqualTo(2);
        assertThat(all.path("roundLines")).hasSize(2);
        assertThat(all.path("gaps"))
                .hasSize(3)
                .allMatch(gap -> gap.path("source").asText().contains("6.7.1.3"));
        assertThat(all.path("inspections").path(0).path("item").asText()).isEqualTo("防火门 Fire door");
        assertThat(all.path("inspections").path(0).path("photos").toString()).contains("p-1", "p-2");
        assertThat(all.path("missedMost").path(0).path("missed").asInt()).isEqualTo(2);
        assertThat(one.path("rounds").asInt()).isEqualTo(1);
        assertThat(one.path("total").path("due").asInt()).isEqualTo(1);
        assertThat(one.path("gaps"))
                .singleElement()
                .satisfies(gap -> assertThat(gap.path("checkpoint").asText()).isEqualTo("c-3"));
        assertThat(one.path("routeName").asText()).isEqualTo("Short");
    }
}
