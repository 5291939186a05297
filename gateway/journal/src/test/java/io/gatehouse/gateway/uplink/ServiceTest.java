package io.gatehouse.gateway.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.gateway.journal.InMemoryJournal;
import io.gatehouse.gateway.journal.JournalSettings;
import io.gatehouse.gateway.journal.SegmentJournal;
import io.gatehouse.gateway.journal.SimStorage;
import io.gatehouse.protocol.IntervalSet;
import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.Urgency;
import io.gatehouse.protocol.uplink.UplinkAck;
import io.gatehouse.protocol.uplink.UplinkBatch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Who is served when, and what an acknowledgement does. */
class ServiceTest {

    private static final int BATCH = 20;

    private final InMemoryJournal journal = new InMemoryJournal("00");
    private final Centre centre = new Centre(journal, new UplinkSettings(100, 1 << 20, BATCH, 1 << 16, 1_000, 8_000));

    private void write(Urgency urgency, int count) {
        Lane lane = urgency == Urgency.TELEMETRY ? Lane.TELEMETRY : Lane.EVIDENCE;
        for (int i = 0; i < count; i++) {
            journal.append(lane, urgency, new byte[30]).join();
        }
    }

    @Test
    void a_live_record_goes_before_all_that_waits() {
        write(Urgency.ALARM, 50);
        write(Urgency.ACCESS, 5_000);
        centre.connect(0);
        for (int i = 0; i < 20; i++) {
            centre.takeOne(0);
        }

        write(Urgency.CONFIGURATION, 1);
        centre.uplink.onAppended(0);

        UplinkBatch last = centre.arrived.getLast();
        assertThat(last.live()).isTrue();
        assertThat(last.first()).isEqualTo(5_051);
    }

    @Test
    void alarms_come_first_out_of_the_backlog_wherever_they_lie() {
        for (int i = 0; i < 20; i++) {
            write(Urgency.ACCESS, 199);
            write(Urgency.ALARM, 1);
        }

        centre.connect(0);
        centre.takeAll(0);

        for (int i = 1; i <= 20; i++) {
            assertThat(centre.turnOf(Lane.EVIDENCE, 200L * i)).as("alarm " + i).isLessThan(60);
        }
        assertThat(centre.taken.size()).isGreaterThan(200);
        assertThat(centre.heldOf(Lane.EVIDENCE)).isEqualTo(IntervalSet.of(1, 4_000));
    }

    @Test
    void a_live_alarm_does_not_wait_for_the_badges_before_it() {
        centre.connect(0);
        write(Urgency.ACCESS, 300);
        write(Urgency.ALARM, 1);
        centre.uplink.onAppended(0);
        centre.takeAll(0);

        assertThat(centre.turnOf(Lane.EVIDENCE, 301)).isEqualTo(1);
    }

    @Test
    void among_the_oldest_badges_go_before_rounds_and_rounds_before_connections() {
        write(Urgency.CONFIGURATION, 60);
        write(Urgency.PATROL, 60);
        write(Urgency.ACCESS, 60);

        centre.connect(0);
        centre.takeAll(0);

        int access = centre.turnOf(Lane.EVIDENCE, 121);
        int patrol = centre.turnOf(Lane.EVIDENCE, 61);
        int configuration = centre.turnOf(Lane.EVIDENCE, 1);
        assertThat(List.of(access, patrol, configuration)).isSorted();
        assertThat(access).isEqualTo(1);
    }

    @Test
    void whoever_waits_gets_a_tenth_of_the_turns_also_while_live_records_never_end() {
        write(Urgency.CONFIGURATION, 2_000);
        write(Urgency.TELEMETRY, 2_000);
        centre.connect(0);

        for (int i = 0; i < 200; i++) {
            write(Urgency.ACCESS, BATCH);
            centre.uplink.onAppended(0);
            centre.takeOne(0);
        }

        assertThat(turnsOf(Lane.TELEMETRY, false)).isGreaterThanOrEqualTo(19);
        assertThat(turnsOf(Lane.EVIDENCE, false)).isGreaterThanOrEqualTo(19);
        assertThat(turnsOf(Lane.EVIDENCE, true)).isGreaterThanOrEqualTo(120);
    }

    private long turnsOf(Lane lane, boolean live) {
        return centre.taken.stream()
                .filter(batch -> batch.lane() == lane && batch.live() == live)
                .count();
    }

    @Test
    void the_order_makes_no_more_stretches_at_the_fleet_than_it_may() {
        for (int i = 0; i < 3_000; i++) {
            write(Urgency.ACCESS, 9);
            write(Urgency.ALARM, 1);
        }

        centre.connect(0);
        centre.takeAll(0);

        assertThat(centre.mostIslands()).isBetween(100, LaneState.MAX_ISLANDS + 2);
        assertThat(centre.heldOf(Lane.EVIDENCE)).isEqualTo(IntervalSet.of(1, 30_000));
    }

    @Test
    void any_mixture_arrives_whole_whatever_its_order() {
        for (int seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            InMemoryJournal mixed = new InMemoryJournal("00");
            Centre fleet = new Centre(mixed, new UplinkSettings(100, 1 << 20, BATCH, 1 << 16, 1_000, 8_000));
            for (int i = 0; i < 500; i++) {
                mixed.append(Lane.EVIDENCE, Urgency.values()[random.nextInt(4)], new byte[10])
                        .join();
                if (random.nextInt(4) == 0) {
                    mixed.append(Lane.TELEMETRY, new byte[10]).join();
                }
            }

            fleet.connect(0);
            fleet.takeAll(0);

            for (Lane lane : Lane.values()) {
                assertThat(fleet.heldOf(lane)).as("seed " + seed).isEqualTo(IntervalSet.of(1, mixed.newest(lane)));
                assertThat(fleet.uplink.backlog(lane)).as("seed " + seed).isZero();
            }
            long sent = fleet.taken.stream()
                    .mapToLong(batch -> batch.records().size())
                    .sum();
            assertThat(sent).as("seed " + seed).isEqualTo(mixed.newest(Lane.EVIDENCE) + mixed.newest(Lane.TELEMETRY));
        }
    }

    @Test
    void nothing_is_let_go_of_before_it_is_acknowledged_and_then_no_more_than_that() {
        write(Urgency.ACCESS, 100);
        centre.connect(0);

        assertThat(centre.released).isEmpty();
        centre.takeOne(0);

        UplinkBatch first = centre.taken.get(0);
        assertThat(first.first()).isEqualTo(1);
        assertThat(centre.released).containsExactly(Map.entry(Lane.EVIDENCE, first.last()));
    }

    @Test
    void nothing_is_sent_before_it_is_on_the_disk() throws IOException {
        SimStorage disk = new SimStorage();
        try (SegmentJournal slow =
                SegmentJournal.open(disk, JournalSettings.usual(), () -> new LogId("ab".repeat(16)))) {
            slow.append(Lane.EVIDENCE, new byte[10]).join();
            Centre fleet = new Centre(slow, UplinkSettings.usual());
            fleet.connect(0);
            fleet.takeAll(0);
            long before = disk.used();
            disk.holdForces(true);
            CompletableFuture<Long> second = slow.append(Lane.EVIDENCE, new byte[10]);
            Awaitility.await().until(() -> disk.used() > before);

            fleet.uplink.onAppended(0);
            fleet.uplink.onTick(1_000);
            assertThat(fleet.arrived).isEmpty();
            assertThat(second).isNotDone();

            disk.holdForces(false);
            second.join();
            fleet.uplink.onAppended(1_001);
            assertThat(fleet.arrived).hasSize(1);
        }
    }

    @Test
    void an_acknowledgement_of_a_log_that_is_not_ours_changes_nothing() {
        write(Urgency.ACCESS, 100);
        centre.connect(0);
        int sent = centre.arrived.size();

        centre.acknowledge(new LogId("ee".repeat(16)), IntervalSet.of(1, 100), 0);

        assertThat(centre.released).isEmpty();
        assertThat(centre.uplink.backlog(Lane.EVIDENCE)).isEqualTo(100);
        assertThat(centre.arrived).hasSize(sent);
    }

    @Test
    void what_is_not_answered_is_sent_again_later_and_later_and_repeats_do_no_harm() {
        write(Urgency.ACCESS, 10);
        centre.connect(0);
        List<Long> times = new ArrayList<>();
        for (long now = 0; now < 60_000; now += 100) {
            int before = centre.arrived.size();
            centre.uplink.onTick(now);
            if (centre.arrived.size() > before) {
                times.add(now);
            }
        }
        assertThat(times.size()).isBetween(6, 12);
        assertThat(times.get(0)).isGreaterThanOrEqualTo(1_000);
        assertThat(times.get(5) - times.get(4)).isGreaterThan(2 * times.get(0));

        centre.takeAll(60_000);
        centre.acknowledge(journal.log(Lane.EVIDENCE), IntervalSet.of(1, 5), 60_000);

        assertThat(centre.uplink.backlog(Lane.EVIDENCE)).isZero();
        assertThat(centre.released).containsEntry(Lane.EVIDENCE, 10L);
    }

    @Test
    void no_more_is_in_flight_than_the_fleet_grants_and_the_backlog_leaves_room_for_what_is_live() {
        write(Urgency.ACCESS, 1_000);
        centre.uplink.onConnected(0);
        centre.uplink.onAck(new UplinkAck(journal.log(Lane.EVIDENCE), IntervalSet.EMPTY, 40, null, 0), 0);

        assertThat(inFlight()).isBetween(20L, 30L);
        write(Urgency.ACCESS, 30);
        centre.uplink.onAppended(0);
        assertThat(inFlight()).isEqualTo(40);
        assertThat(centre.arrived.getLast().live()).isTrue();
    }

    private long inFlight() {
        return centre.arrived.stream()
                .mapToLong(batch -> batch.records().size())
                .sum();
    }

    @Test
    void a_fleet_that_cannot_is_left_alone_for_as_long_as_it_says() {
        write(Urgency.ACCESS, 10);
        centre.connect(0);
        centre.arrived.clear();

        centre.uplink.onAck(
                new UplinkAck(journal.log(Lane.EVIDENCE), IntervalSet.EMPTY, 0, "DATABASE_DOWN", 10_000), 0);

        for (long now = 0; now < 10_000; now += 500) {
            centre.uplink.onTick(now);
        }
        assertThat(centre.arrived).isEmpty();
        centre.uplink.onTick(15_001);
        assertThat(centre.arrived).isNotEmpty();
    }
}
