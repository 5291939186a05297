package io.gatehouse.fleet.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.fleet.core.FleetCore;
import io.gatehouse.fleet.core.TestCore;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.IntervalSet;
import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.uplink.GatewayHello;
import io.gatehouse.protocol.uplink.PackedBatch;
import io.gatehouse.protocol.uplink.UplinkAck;
import io.gatehouse.protocol.uplink.UplinkBatch;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** One gateway, one voice: copies of a disk are told apart, and what they wrote is never mixed (F21, decision 0004). */
class LeaseTest {

    private final FleetCore core = TestCore.core();
    private final Hand clock = new Hand();
    private final Intake intake = new Intake(core.jdbi(), clock);
    private final GatewayId gateway = TestCore.newGateway();
    private final LogId log = TestCore.newLog();

    @Test
    void a_restart_has_the_word_and_goes_on_where_the_log_was_left() {
        greet("b1", List.of(), 0, 0);
        send("b1", "disk", 1, 10);

        UplinkAck ack = greet("b2", List.of("b1"), 12, 14);

        assertThat(ack.held()).isEqualTo(IntervalSet.of(1, 10));
        assertThat(ack.lease()).isEqualTo(new UplinkAck.Lease("b2", 2, List.of(PackedBatch.DEFLATE)));
        assertThat(send("b2", "disk", 11, 14).held()).isEqualTo(IntervalSet.of(1, 14));
        assertThat(problems()).isEmpty();
    }

    @Test
    void the_older_of_two_copies_is_refused_and_shown_and_nothing_of_it_is_mixed_in() {
        greet("b1", List.of(), 0, 0);
        send("b1", "old", 1, 10);
        greet("copy", List.of("b1"), 10, 12);

        UplinkAck refused = send("b1", "old", 11, 15);
        UplinkAck taken = send("copy", "new", 11, 12);
        clock.pass(Duration.ofSeconds(20));
        UplinkAck again = greet("b1", List.of(), 0, 15);

        assertThat(refused.refusal()).isEqualTo(UplinkAck.FENCED);
        assertThat(refused.held().isEmpty()).isTrue();
        assertThat(taken.held()).isEqualTo(IntervalSet.of(1, 12));
        assertThat(again.refusal()).isEqualTo(UplinkAck.FENCED);
        assertThat(again.retryAfterMillis()).isPositive();
        assertThat(intake.pulse(gateway, "b1").refusal()).isEqualTo(UplinkAck.FENCED);
        assertThat(intake.pulse(gateway, "copy").refusal()).isNull();
        assertThat(devices(11, 15)).containsOnly("new");
        assertThat(problems()).containsExactly(Alarms.GATEWAY_CLONED);
        assertThat(audited(Alarms.GATEWAY_CLONED)).isEqualTo(1);
    }

    @Test
    void what_a_broker_still_carries_of_a_boot_that_is_gone_is_refused_without_an_alarm() {
        greet("b1", List.of(), 0, 5);
        greet("b2", List.of("b1"), 5, 5);
        clock.pass(Duration.ofSeconds(3));

        assertThat(greet("b1", List.of(), 0, 5).refusal()).isEqualTo(UplinkAck.FENCED);
        assertThat(problems()).isEmpty();
    }

    @Test
    void the_original_that_starts_again_after_its_copy_has_written_is_kept_whole_under_a_name_of_its_own() {
        greet("b1", List.of(), 0, 0);
        send("b1", "old", 1, 10);
        greet("copy", List.of("b1"), 10, 14);
        send("copy", "new", 11, 14);

        // it has written 11 to 20 itself, more than the fleet holds: numbers alone would tell nothing
        UplinkAck ack = greet("b2", List.of("b1"), 20, 20, 11);
        UplinkAck all = send("b2", "old", 11, 20);

        assertThat(ack.held()).isEqualTo(IntervalSet.of(1, 10));
        assertThat(all.held()).isEqualTo(IntervalSet.of(1, 20));
        assertThat(count("old")).isEqualTo(20);
        assertThat(count("new")).isEqualTo(4);
        assertThat(devices(11, 14)).containsOnly("new");
        assertThat(problems()).containsExactly(Alarms.LOG_FORKED);
    }

    @Test
    void a_disk_that_forgot_what_it_had_been_told_is_safe_loses_nothing_of_what_it_writes_then() {
        greet("b1", List.of(), 0, 0);
        send("b1", "before", 1, 100);

        UplinkAck ack = greet("b2", List.of("b1"), 80, 130);
        send("b2", "after", 81, 130);

        assertThat(ack.held()).isEqualTo(IntervalSet.of(1, 80));
        assertThat(ack.lease()).isEqualTo(new UplinkAck.Lease("b2", 2, List.of(PackedBatch.DEFLATE), true));
        assertThat(count("before")).isEqualTo(100);
        assertThat(count("after")).isEqualTo(50);
        assertThat(problems()).containsExactly(Alarms.LOG_FORKED);
    }

    @Test
    void a_gateway_that_knows_nothing_of_leases_is_taken_as_before_and_going_back_is_still_noticed() {
        assertThat(intake.greet(hello("b1", null, 0, 1)).get(0).lease()).isNull();
        send(null, "before", 1, 100);

        UplinkAck ack = intake.greet(hello("b2", null, 90, 1)).get(0);

        assertThat(ack.held()).isEqualTo(IntervalSet.of(1, 90));
        assertThat(problems()).containsExactly(Alarms.LOG_FORKED);
    }

    @Test
    void a_batch_that_names_no_boot_is_not_taken_from_a_gateway_whose_boots_do() {
        greet("b1", List.of(), 0, 0);

        assertThat(send(null, "old", 1, 5).refusal()).isEqualTo(UplinkAck.FENCED);
        assertThat(count("old")).isZero();
    }

    private UplinkAck greet(String boot, List<String> ancestors, long opened, long newest) {
        return greet(boot, ancestors, opened, newest, 1);
    }

    private UplinkAck greet(String boot, List<String> ancestors, long opened, long newest, long oldest) {
        GatewayHello.Start start =
                new GatewayHello.Start(ancestors, Map.of(Lane.EVIDENCE, opened), List.of(PackedBatch.DEFLATE));
        return intake.greet(hello(boot, start, newest, oldest)).get(0);
    }

    private GatewayHello hello(String boot, GatewayHello.@Nullable Start start, long newest, long oldest) {
        GatewayHello.Log one = new GatewayHello.Log(Lane.EVIDENCE, log, oldest, newest);
        return new GatewayHello(gateway, "test", boot, 1, 1, List.of(one), Map.of(), null, start);
    }

    private UplinkAck send(@Nullable String boot, String device, long from, long to) {
        UplinkBatch batch = Batches.of(gateway, log, from, to, seq -> Batches.event(device, "boot", seq, "DoorOpened"));
        return intake.accept(batch, boot);
    }

    private List<String> problems() {
        return texts("select kind from problem where device = ? order by kind");
    }

    /** Whose events stand under these numbers in the log's own name. */
    private List<String> devices(long from, long to) {
        return core.jdbi()
                .withHandle(handle -> handle.createQuery(
                                "select device from event where gateway = ? and log = ? and seq between ? and ?")
                        .bind(0, gateway.value())
                        .bind(1, log.hex())
                        .bind(2, from)
                        .bind(3, to)
                        .mapTo(String.class)
                        .list());
    }

    private long count(String device) {
        return texts("select device from event where gateway = ?").stream()
                .filter(device::equals)
                .count();
    }

    private long audited(String action) {
        return texts("select action from audit where target = 'gateway ' || ?").stream()
                .filter(action::equals)
                .count();
    }

    private List<String> texts(String sql) {
        return core.jdbi()
                .withHandle(handle -> handle.createQuery(sql)
                        .bind(0, gateway.value())
                        .mapTo(String.class)
                        .list());
    }

    /** A clock that is moved by hand. */
    private static final class Hand extends Clock {

        private Instant now = Clock.systemUTC().instant();

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
