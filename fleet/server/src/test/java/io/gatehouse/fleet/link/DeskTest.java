package io.gatehouse.fleet.link;

import static io.gatehouse.fleet.Patiently.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.fleet.Patiently;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.TimeQuality;
import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.uplink.GatewayHeartbeat;
import io.gatehouse.protocol.uplink.PackedBatch;
import io.gatehouse.protocol.uplink.UplinkAck;
import io.gatehouse.protocol.uplink.UplinkBatch;
import io.gatehouse.protocol.uplink.UplinkTopics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the link makes of messages, with a memory in place of a database. */
class DeskTest {

    private static final GatewayId EAST = new GatewayId("east");
    private static final LogId LOG = new LogId("00112233445566778899aabbccddeeff");

    private final Vertx vertx = Vertx.vertx();
    private final InMemoryRecords records = new InMemoryRecords();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final List<UplinkAck> acks = new CopyOnWriteArrayList<>();
    private final List<String> channels = new CopyOnWriteArrayList<>();
    private final Desk desk = new Desk(
            records,
            new GatewayQueues(vertx.createSharedWorkerExecutor("desk", 2), 8, 64_000_000),
            new Credit(2, System::nanoTime),
            LinkCounts.in(registry));

    DeskTest() {
        desk.answersTo((gateway, channel, payload) -> {
            channels.add(channel);
            if (channel.equals(UplinkTopics.ACK)) {
                acks.add(WireFormat.CBOR.read(payload, UplinkAck.class).fold(ack -> ack, refusal -> {
                    throw new AssertionError(refusal.message());
                }));
            }
            return Future.succeededFuture();
        });
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().await(Patiently.SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void packed_and_plain_batches_are_taken_alike() throws Exception {
        say(UplinkTopics.PACKED, PackedBatch.of(batch(1, 200), "b1", PackedBatch.ENCODINGS));
        say(UplinkTopics.BATCH, batch(201, 300));

        assertThat(records.rows()).hasSize(300).doesNotHaveDuplicates();
        assertThat(acks.get(1).held().covers(1, 300)).isTrue();
        assertThat(acks.get(0).credit()).isBetween(Credit.LEAST, Credit.MOST);
    }

    @Test
    void a_bomb_is_refused_and_counted_and_the_next_batch_is_taken() throws Exception {
        PackedBatch good = PackedBatch.of(batch(1, 200), "b1", PackedBatch.ENCODINGS);
        PackedBatch bomb = new PackedBatch(
                EAST, "b1", Lane.EVIDENCE, LOG, 1, 1, 9, true, 200, 4_000_000, PackedBatch.DEFLATE, good.piece());

        say(UplinkTopics.PACKED, bomb);
        say(UplinkTopics.PACKED, good);

        assertThat(acks.get(0).refusal()).isEqualTo(UplinkAck.UNREADABLE);
        assertThat(acks.get(0).held().isEmpty()).isTrue();
        assertThat(acks.get(1).held().covers(1, 200)).isTrue();
        assertThat(registry.counter("gatehouse.fleet.link.unreadable").count()).isEqualTo(1);
    }

    @Test
    void while_the_database_is_down_nothing_is_acknowledged_and_afterwards_everything_is_taken() throws Exception {
        records.goDown(true);
        for (int i = 0; i < 20; i++) {
            say(UplinkTopics.BATCH, batch(1 + i * 10, 10 + i * 10));
        }
        assertThat(acks).hasSize(20).allSatisfy(ack -> {
            assertThat(ack.refusal()).isEqualTo(UplinkAck.DATABASE_DOWN);
            assertThat(ack.retryAfterMillis()).isBetween(1, 5_000);
            assertThat(ack.held().isEmpty()).isTrue();
        });
        assertThat(records.tried()).as("the others were not let near it").isLessThanOrEqualTo(2);

        records.goDown(false);

        await().untilAsserted(() -> {
            say(UplinkTopics.BATCH, batch(1, 10));
            assertThat(acks.get(acks.size() - 1).refusal()).isNull();
        });
    }

    @Test
    void a_heartbeat_is_answered_at_once_and_a_repeat_of_what_waits_is_not_kept_twice() {
        records.holdUp(true);
        UplinkBatch waiting = batch(1, 10);
        List<Future<Void>> repeats = IntStream.range(0, 5)
                .mapToObj(n -> desk.take(EAST, UplinkTopics.BATCH, WireFormat.CBOR.write(waiting)))
                .toList();

        desk.take(
                EAST,
                UplinkTopics.HEARTBEAT,
                WireFormat.CBOR.write(
                        new GatewayHeartbeat(EAST, "b1", 1, TimeQuality.SYNCED, 1, Map.of(), 1, Map.of(), List.of())));

        assertThat(channels).containsExactly(UplinkTopics.PULSE);
        records.holdUp(false);
        await().until(() -> acks.size() == 1 && repeats.stream().allMatch(Future::isComplete));
        assertThat(registry.counter("gatehouse.fleet.link.repeated").count()).isEqualTo(4);
    }

    private void say(String channel, Object message) throws Exception {
        desk.take(EAST, channel, WireFormat.CBOR.write(message)).await(Patiently.SECONDS, TimeUnit.SECONDS);
    }

    private static UplinkBatch batch(long from, long to) {
        List<byte[]> all = IntStream.rangeClosed((int) from, (int) to)
                .mapToObj(n ->
                        ("the same words again, and the number " + n).getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .toList();
        return new UplinkBatch(EAST, Lane.EVIDENCE, LOG, from, 1, to, true, all);
    }
}
