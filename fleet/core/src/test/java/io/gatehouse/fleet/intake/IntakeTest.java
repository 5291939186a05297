package io.gatehouse.fleet.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.core.FleetCore;
import io.gatehouse.fleet.core.TestCore;
import io.gatehouse.fleet.event.EventQuery;
import io.gatehouse.fleet.event.Events;
import io.gatehouse.fleet.store.Reach;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.IntervalSet;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.TimeQuality;
import io.gatehouse.protocol.uplink.SiteEvent;
import io.gatehouse.protocol.uplink.UplinkAck;
import io.gatehouse.protocol.uplink.UplinkBatch;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exactly once, whatever the order and however often, against the real database. */
class IntakeTest {

    private final FleetCore core = TestCore.core();
    private final Intake intake = core.intake();
    private final GatewayId gateway = TestCore.newGateway();
    private final LogId log = TestCore.newLog();

    @Test
    void repeats_overlaps_and_any_order_leave_each_event_once() {
        intake.accept(Batches.of(gateway, log, 21, 40));
        intake.accept(Batches.of(gateway, log, 1, 10));
        UplinkAck holes = intake.accept(Batches.of(gateway, log, 1, 10));
        UplinkAck whole = intake.accept(Batches.of(gateway, log, 5, 30));

        assertThat(holes.held()).isEqualTo(IntervalSet.of(1, 10).plus(21, 40));
        assertThat(whole.held()).isEqualTo(IntervalSet.of(1, 40));
        assertThat(whole.refusal()).isNull();
        assertThat(whole.credit()).isPositive();
        assertThat(numbers())
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 40).boxed().toList());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void several_nodes_at_once_leave_each_event_once(long seed) throws Exception {
        Random random = new Random(seed);
        List<Callable<UplinkAck>> work = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            long from = 1 + random.nextInt(400);
            UplinkBatch batch = Batches.of(gateway, log, from, from + random.nextInt(60));
            Intake node = i % 2 == 0 ? intake : new Intake(core.jdbi(), Clock.systemUTC());
            work.add(() -> node.accept(batch));
        }
        work.add(() -> intake.accept(Batches.of(gateway, log, 1, 460)));
        Collections.shuffle(work, random);

        ExecutorService nodes = Executors.newFixedThreadPool(4, task -> new Thread(task, "node"));
        try {
            for (Future<UplinkAck> ack : nodes.invokeAll(work)) {
                assertThat(ack.get().refusal()).isNull();
            }
        } finally {
            nodes.shutdownNow();
        }

        assertThat(numbers())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 460).boxed().toList());
    }

    @Test
    void what_a_device_told_before_is_not_kept_again_even_from_another_log() {
        LogId newDisk = TestCore.newLog();
        intake.accept(Batches.of(gateway, log, 1, 5, seq -> Batches.event("d", "b", seq, "DoorOpened")));

        UplinkAck again =
                intake.accept(Batches.of(gateway, newDisk, 1, 7, seq -> Batches.event("d", "b", seq, "DoorOpened")));

        assertThat(again.held()).isEqualTo(IntervalSet.of(1, 7));
        assertThat(rows(newDisk))
                .extracting(row -> row.path("deviceSeq").asLong())
                .containsExactly(6L, 7L);
    }

    @Test
    void a_record_that_cannot_be_read_is_set_aside_and_holds_nothing_up() {
        List<byte[]> records = List.of(
                Batches.event("d", "b", 1, "DoorOpened").toBytes(),
                new byte[] {1, 2, 3},
                Batches.event("d", "b", 3, "DoorClosed").toBytes());

        UplinkAck ack = intake.accept(Batches.of(gateway, log, 1, 1, records));

        assertThat(ack.held()).isEqualTo(IntervalSet.of(1, 3));
        assertThat(numbers()).containsExactly(1L, 3L);
        assertThat(rejected()).isEqualTo(1);
    }

    @Test
    void a_record_that_the_database_cannot_hold_is_set_aside_alone() {
        ObjectNode endless = JsonNodeFactory.instance.objectNode();
        endless.put("n", new java.math.BigDecimal("1e200000"));

        UplinkAck ack = intake.accept(Batches.of(
                gateway,
                log,
                1,
                9,
                seq -> seq == 4
                        ? Batches.event("d", "b", seq, "DoorOpened", endless)
                        : Batches.event("d", "b", seq, "DoorOpened")));

        assertThat(ack.held()).isEqualTo(IntervalSet.of(1, 9));
        assertThat(numbers()).containsExactly(1L, 2L, 3L, 5L, 6L, 7L, 8L, 9L);
        assertThat(rejected()).isEqualTo(1);
    }

    @Test
    void what_will_never_come_becomes_a_gap_with_its_reason() {
        intake.accept(Batches.of(gateway, log, 1, 5));

        UplinkAck ack = intake.accept(Batches.of(
                gateway,
                log,
                11,
                11,
                List.of(Batches.event("d", "b", 11, "DoorOpened").toBytes())));

        assertThat(ack.held()).isEqualTo(IntervalSet.of(1, 11));
        assertThat(core.gaps().all())
                .filteredOn(gap -> gap.path("log").asText().equals(log.hex()))
                .singleElement()
                .satisfies(gap -> {
                    assertThat(gap.path("from").asLong()).isEqualTo(6);
                    assertThat(gap.path("to").asLong()).isEqualTo(10);
                    assertThat(gap.path("reason").asText()).isEqualTo("GONE_AT_GATEWAY");
                });
    }

    @Test
    void a_hole_that_may_still_be_filled_is_shown_as_on_its_way_and_goes_away() {
        intake.accept(Batches.of(gateway, log, 1, 5));
        intake.accept(Batches.of(gateway, log, 9, 12));
        assertThat(core.gaps().all())
                .filteredOn(gap -> gap.path("log").asText().equals(log.hex()))
                .extracting(gap -> gap.path("reason").asText())
                .containsExactly("ON_ITS_WAY");

        intake.accept(Batches.of(gateway, log, 6, 8));

        assertThat(core.gaps().all()).noneMatch(gap -> gap.path("log").asText().equals(log.hex()));
    }

    @Test
    void a_gateway_that_nobody_knows_is_refused_and_nothing_is_written() {
        UplinkAck ack = intake.accept(Batches.of(new GatewayId("stranger"), log, 1, 5));

        assertThat(ack.refusal()).isEqualTo("UNKNOWN_GATEWAY");
        assertThat(ack.held().isEmpty()).isTrue();
        assertThat(rows(log)).isEmpty();
    }

    @Test
    void text_that_a_database_cannot_hold_is_kept_as_well_as_can_be() {
        ObjectNode body =
                JsonNodeFactory.instance.objectNode().put("type", "DoorOpened").put("note", "a\u0000b\\u0000c\n\t");

        intake.accept(Batches.of(gateway, log, 1, 1, seq -> Batches.event("d", "b", seq, "DoorOpened", body)));

        assertThat(rows(log))
                .singleElement()
                .satisfies(row -> assertThat(row.at("/body/note").asText())
                        .startsWith("a")
                        .endsWith("c\n\t"));
    }

    @Test
    void a_clock_of_1901_is_kept_as_it_came() {
        intake.accept(Batches.of(gateway, log, 1, 1, seq -> {
            var event = Batches.event("d", "b", seq, "DoorOpened");
            return new SiteEvent(
                    event.eventClass(),
                    event.type(),
                    event.device(),
                    event.bootId(),
                    event.deviceSeq(),
                    -2_177_452_800_000L,
                    event.gatewayTime(),
                    TimeQuality.UNTRUSTED,
                    false,
                    event.body(),
                    null);
        }));

        assertThat(rows(log)).singleElement().satisfies(row -> {
            assertThat(row.path("deviceTime").asText()).startsWith("1901-");
            assertThat(row.path("timeQuality").asText()).isEqualTo("UNTRUSTED");
        });
    }

    @Test
    void a_problem_begins_with_its_event_and_ends_with_the_other() {
        intake.accept(Batches.of(gateway, log, 1, 1, seq -> Batches.event("d", "b", seq, "DoorHeld")));
        assertThat(problems()).contains("DOOR_HELD");

        intake.accept(Batches.of(gateway, log, 2, 2, seq -> Batches.event("d", "b", seq, "DoorClosed")));

        assertThat(problems()).doesNotContain("DOOR_HELD");
    }

    @Test
    void the_backlog_that_comes_after_news_begins_nothing_that_is_over_and_ends_nothing_that_began_since() {
        intake.accept(Batches.of(gateway, log, 90, 90, seq -> Batches.event("d", "b", seq, "DoorClosed")));
        intake.accept(Batches.of(gateway, log, 91, 91, seq -> Batches.event("e", "b", seq, "DoorForced")));

        intake.accept(Batches.of(gateway, log, 1, 1, seq -> Batches.event("d", "b", seq, "DoorHeld")));
        intake.accept(Batches.of(gateway, log, 2, 2, seq -> Batches.event("e", "b", seq, "DoorClosed")));

        assertThat(problems()).containsExactly("DOOR_FORCED");
    }

    @Test
    void what_comes_thirty_days_late_is_kept_once_with_its_own_time_and_in_its_place() {
        long late = Batches.TIME - 30L * 86_400_000;
        intake.accept(Batches.of(gateway, log, 11, 20));

        for (int again = 0; again < 2; again++) {
            intake.accept(Batches.of(gateway, log, 1, 10, seq -> {
                SiteEvent event = Batches.event("gate-2", "b", seq, "DoorOpened");
                return new SiteEvent(
                        event.eventClass(),
                        event.type(),
                        event.device(),
                        "b",
                        seq,
                        late + seq,
                        late + seq,
                        TimeQuality.SYNCED,
                        false,
                        event.body(),
                        null);
            }));
        }

        assertThat(numbers()).hasSize(20).isSorted();
        assertThat(rows(log).get(0).path("deviceTime").asText()).startsWith("2026-08-");
        assertThat(problems()).isEmpty();
    }

    private List<String> problems() {
        List<String> kinds = new ArrayList<>();
        core.overview().now().path("attention").forEach(item -> {
            if (item.path("site").asText().equals(TestCore.siteOf(gateway).value())) {
                kinds.add(item.path("kind").asText());
            }
        });
        return kinds;
    }

    private List<Long> numbers() {
        List<Long> numbers = new ArrayList<>();
        core.events().export(new Events.Span(TestCore.siteOf(gateway).value(), null, null, Reach.all()), row -> {
            if (row.path("log").asText().equals(log.hex())) {
                numbers.add(row.path("seq").asLong());
            }
            return true;
        });
        return numbers;
    }

    private List<ObjectNode> rows(LogId of) {
        return core.events().between(gateway, of, 1, Long.MAX_VALUE);
    }

    private long rejected() {
        return core.jdbi()
                .withHandle(handle -> handle.createQuery("select count(*) from rejected_record where log = ?")
                        .bind(0, log.hex())
                        .mapTo(Long.class)
                        .one());
    }

    @Test
    void pages_of_a_list_join_without_a_row_twice_or_missing() {
        intake.accept(Batches.of(gateway, log, 1, 50));
        intake.accept(Batches.of(gateway, log, 51, 70));
        String site = TestCore.siteOf(gateway).value();
        List<String> seen = new ArrayList<>();
        String before = null;
        do {
            List<ObjectNode> page =
                    core.events().list(new EventQuery(Map.of("site", site), null, before, 7, Reach.all()));
            page.forEach(row -> seen.add(row.path("id").asText()));
            before = page.size() < 7 ? null : Events.placeOf(page.get(page.size() - 1));
        } while (before != null);

        assertThat(seen).hasSize(70).doesNotHaveDuplicates();
    }
}
