package io.gatehouse.fleet.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.core.FleetCore;
import io.gatehouse.fleet.core.TestCore;
import io.gatehouse.fleet.search.Condition;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.store.Reach;
import io.gatehouse.protocol.GatewayId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rounds over the real database, with the conditions of the moment and the time given by hand. */
class AlarmRoundTest {

    private final FleetCore core = TestCore.core();
    private final GatewayId gateway = TestCore.newGateway();
    private final String site = TestCore.siteOf(gateway).value();
    private final Hand clock = new Hand(Instant.parse("2026-11-26T08:00:00Z"));
    private final List<Finding> now = new ArrayList<>();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final AlarmRound.News news = (handle, alarm, step, at) -> told.add(step);
    private final AlarmRound round = new AlarmRound(core.jdbi(), clock, () -> List.copyOf(now), news);
    private final AlarmDesk desk = new AlarmDesk(core.jdbi(), clock, news);
    private final AlarmBook book = new AlarmBook(core.jdbi(), clock);

    @AfterEach
    void forget() {
        core.jdbi().useHandle(handle -> {
            handle.execute("update alarm set masked_by = null");
            handle.execute("delete from alarm");
        });
    }

    @Test
    void a_condition_is_one_alarm_from_its_beginning_to_its_end() {
        now.add(offline("gate-1"));
        round.run();
        clock.pass(3);
        round.run();

        assertThat(open()).hasSize(1);
        assertThat(open().get(0).path("state").asText()).isEqualTo("ACTIVE_UNACKNOWLEDGED");

        now.clear();
        clock.pass(60);
        round.run();

        assertThat(open().get(0).path("state").asText()).isEqualTo("CLEARED_UNACKNOWLEDGED");
        assertThat(told).containsExactly("RAISED", "CLEARED");
        act(open().get(0), new Act(Act.What.ACKNOWLEDGE, "seen", null, null));
        assertThat(open()).isEmpty();
        assertThat(closed()).hasSize(1);
    }

    @Test
    void a_cut_uplink_is_one_alarm_and_what_a_device_had_before_is_neither_standing_nor_over() {
        now.add(offline("gate-1"));
        round.run();
        now.clear();
        now.add(silent());
        clock.pass(12);
        round.run();

        assertThat(open()).extracting(one -> one.path("kind").asText()).containsExactly("GATEWAY_SILENT");
        assertThat(open().get(0).path("hides").asLong()).isEqualTo(1);

        now.clear();
        clock.pass(60);
        round.run();
        assertThat(told).filteredOn("CLEARED"::equals).hasSize(2);
    }

    @Test
    void many_devices_of_a_site_at_once_are_one_alarm_and_come_apart_only_far_below() {
        IntStream.range(0, 20).forEach(n -> now.add(offline("gate-" + n)));
        round.run();

        assertThat(open()).extracting(one -> one.path("kind").asText()).containsExactly("STORM");
        assertThat(open().get(0).at("/params/number").asText()).isEqualTo("20");

        now.subList(0, 15).clear();
        clock.pass(3);
        round.run();
        assertThat(open()).hasSize(1);

        now.subList(0, 3).clear();
        clock.pass(3);
        round.run();
        assertThat(open()).filteredOn(one -> one.path("active").asBoolean()).hasSize(2);
        assertThat(open())
                .filteredOn(one -> one.path("kind").asText().equals("STORM"))
                .allMatch(one -> !one.path("active").asBoolean());
    }

    @Test
    void a_device_that_flaps_every_minute_is_one_alarm_and_told_of_twice_at_most() {
        for (int minute = 0; minute < 40; minute++) {
            now.clear();
            if (minute % 2 == 0) {
                now.add(offline("gate-1"));
            }
            round.run();
            clock.pass(60);
        }

        assertThat(open()).hasSize(1);
        assertThat(open().get(0).path("flapping").asBoolean()).isTrue();
        assertThat(open().get(0).path("count").asLong()).isEqualTo(20);
        assertThat(told).hasSizeLessThanOrEqualTo(4);
        assertThat(closed()).isEmpty();
    }

    @Test
    void what_nobody_takes_note_of_goes_up_by_the_clock_and_stops_when_somebody_does() {
        now.add(silent());
        round.run();
        clock.pass(299);
        round.run();
        assertThat(open().get(0).path("level").asInt()).isZero();
        clock.pass(1);
        round.run();
        assertThat(open().get(0).path("level").asInt()).isEqualTo(1);

        act(open().get(0), new Act(Act.What.ACKNOWLEDGE, null, null, null));
        clock.pass(3_600);
        round.run();

        assertThat(open().get(0).path("level").asInt()).isEqualTo(1);
        assertThat(told).containsExactly("RAISED", "ESCALATED");
    }

    @Test
    void what_is_shelved_is_out_of_the_way_until_its_end_and_needs_one() {
        now.add(silent());
        round.run();
        ObjectNode alarm = open().get(0);

        assertThat(act(alarm, new Act(Act.What.SHELVE, "line is repaired", null, null)))
                .isEqualTo("SHELF_WITHOUT_END");
        assertThat(act(alarm, new Act(Act.What.SHELVE, " ", null, Duration.ofHours(1))))
                .isEqualTo("NOTE_MISSING");
        assertThat(act(alarm, new Act(Act.What.SHELVE, "for ever", null, Duration.ofDays(31))))
                .isEqualTo("SHELF_WITHOUT_END");
        assertThat(act(alarm, new Act(Act.What.SHELVE, "line is repaired", null, Duration.ofHours(1))))
                .isEqualTo("DONE");
        assertThat(open()).isEmpty();

        clock.pass(3_600);
        round.run();
        assertThat(open()).hasSize(1);
        assertThat(steps(alarm)).containsExactly("RAISED", "SHELVE", "SHELF_ENDED");
    }

    @Test
    void what_still_stands_cannot_be_resolved_and_what_an_event_began_can() {
        now.add(silent());
        now.add(problem("TAMPERED", "gate-1"));
        core.jdbi()
                .useHandle(handle -> handle.execute(
                        "insert into problem (site, device, kind, since, last, count) values (?, 'gate-1', 'TAMPERED', now(), now(), 1)",
                        site));
        round.run();
        ObjectNode line = one("GATEWAY_SILENT");
        ObjectNode tampered = one("TAMPERED");

        assertThat(act(line, new Act(Act.What.RESOLVE, "done", null, null))).isEqualTo("STANDS");
        assertThat(act(tampered, new Act(Act.What.RESOLVE, null, null, null))).isEqualTo("NOTE_MISSING");
        assertThat(act(tampered, new Act(Act.What.RESOLVE, "cover closed", null, null)))
                .isEqualTo("DONE");
        assertThat(open()).extracting(one -> one.path("kind").asText()).containsExactly("GATEWAY_SILENT");
    }

    @Test
    void somebody_else_s_site_is_not_there() {
        now.add(silent());
        round.run();
        long id = open().get(0).path("id").asLong();

        Map<Long, String> elsewhere = desk.carryOut(
                List.of(id),
                new Act(Act.What.ACKNOWLEDGE, null, null, null),
                "lee",
                Reach.of(java.util.Set.of("elsewhere")));

        assertThat(elsewhere).containsEntry(id, "NOT_FOUND");
    }

    @Test
    void an_open_door_at_night_comes_before_a_silent_gateway_and_a_camera() {
        now.add(problem("CAMERA_FAULT", "cam-1"));
        now.add(silent());
        now.add(problem("DOOR_HELD", "gate-1"));
        round.run();

        assertThat(open())
                .extracting(one -> one.path("kind").asText())
                .containsExactly("DOOR_HELD", "GATEWAY_SILENT", "CAMERA_FAULT");
    }

    @Test
    void the_list_is_asked_in_the_same_language_as_devices() {
        now.add(silent());
        now.add(problem("CAMERA_FAULT", "cam-1"));
        round.run();
        var made = (Condition.Made.Done) io.gatehouse.fleet.search.Compiler.compile(
                io.gatehouse.fleet.search.Catalogues.ALARMS,
                "severity:critical state:unack -kind:camera* since:<2h site:" + site,
                io.gatehouse.fleet.search.Compiler.Ground.at(clock.instant()));

        List<ObjectNode> found =
                book.list(new AlarmBook.Asked(AlarmBook.Shelf.OPEN, made.condition(), null, Reach.all(), 10));

        assertThat(found).extracting(one -> one.path("kind").asText()).containsExactly("GATEWAY_SILENT");
    }

    private Finding offline(String device) {
        return finding("DEVICE_OFFLINE:" + site + "/" + device, "DEVICE_OFFLINE", Severity.WARNING, device);
    }

    private Finding silent() {
        return finding("GATEWAY_SILENT:" + gateway, "GATEWAY_SILENT", Severity.CRITICAL, null);
    }

    private Finding problem(String kind, String device) {
        return finding(kind + ":" + site + "/" + device, kind, Severity.WARNING, device);
    }

    private Finding finding(String key, String kind, Severity severity, @Nullable String device) {
        return new Finding(
                key,
                kind,
                severity,
                new Finding.Subject(site, kind.equals("CAMERA_FAULT") ? "another" : gateway.value(), device, "name"),
                clock.instant(),
                Json.object().put("name", "name").put("place", ""),
                new Finding.Words("attention." + kind + ".title", null, null, null),
                device == null ? java.util.Set.of() : java.util.Set.of(site + "/" + device));
    }

    private String act(ObjectNode alarm, Act act) {
        long id = alarm.path("id").asLong();
        return desk.carryOut(List.of(id), act, "lee", Reach.all()).getOrDefault(id, "");
    }

    private ObjectNode one(String kind) {
        return open().stream()
                .filter(alarm -> alarm.path("kind").asText().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    private List<String> steps(ObjectNode alarm) {
        List<String> steps = new ArrayList<>();
        book.find(site, alarm.path("id").asLong())
                .orElseThrow()
                .path("steps")
                .forEach(step -> steps.add(step.path("step").asText()));
        return steps;
    }

    private List<ObjectNode> open() {
        return on(AlarmBook.Shelf.OPEN);
    }

    private List<ObjectNode> closed() {
        return on(AlarmBook.Shelf.CLOSED);
    }

    private List<ObjectNode> on(AlarmBook.Shelf shelf) {
        return book.list(new AlarmBook.Asked(shelf, Condition.TRUE, site, Reach.all(), 100));
    }

    /** A clock that is moved by hand. */
    private static final class Hand extends Clock {

        private Instant now;

        Hand(Instant now) {
            this.now = now;
        }

        void pass(long seconds) {
            now = now.plusSeconds(seconds);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
