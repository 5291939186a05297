package io.gatehouse.fleet.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.fleet.Patiently;
import io.gatehouse.protocol.GatewayId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GatewayQueuesTest {

    private static final GatewayId EAST = new GatewayId("east");
    private static final GatewayId WEST = new GatewayId("west");
    private static final GatewayId NORTH = new GatewayId("north");

    private final Vertx vertx = Vertx.vertx();
    private final GatewayQueues queues = new GatewayQueues(vertx.createSharedWorkerExecutor("queues", 4), 100, 1_000);

    @AfterEach
    void close() throws Exception {
        vertx.close().await(Patiently.SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void the_work_of_one_gateway_runs_in_its_order() throws Exception {
        List<Integer> ran = Collections.synchronizedList(new ArrayList<>());

        List<Future<Boolean>> done = IntStream.range(0, 100)
                .mapToObj(n -> queues.submit(EAST, 1, () -> ran.add(n)).orElseThrow())
                .toList();

        Future.all(done).await(Patiently.SECONDS, TimeUnit.SECONDS);
        assertThat(ran).isSorted().hasSize(100);
        assertThat(queues.bytes()).isZero();
    }

    @Test
    void a_slow_gateway_does_not_hold_up_another() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        Future<Boolean> slow = queues.submit(EAST, 1, () -> release.await(Patiently.SECONDS, TimeUnit.SECONDS))
                .orElseThrow();

        assertThat(queues.submit(WEST, 1, () -> "quick").orElseThrow().await(Patiently.SECONDS, TimeUnit.SECONDS))
                .isEqualTo("quick");

        release.countDown();
        assertThat(slow.await(Patiently.SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void what_is_too_much_is_refused_and_a_failure_does_not_stop_the_queue() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        Future<Boolean> first = queues.submit(EAST, 20, () -> release.await(Patiently.SECONDS, TimeUnit.SECONDS))
                .orElseThrow();
        Future<Boolean> large = queues.submit(WEST, 900, () -> release.await(Patiently.SECONDS, TimeUnit.SECONDS))
                .orElseThrow();

        assertThat(queues.submit(NORTH, 101, () -> true)).isEmpty();
        assertThat(queues.submit(EAST, 110, () -> true))
                .as("more than an eighth for one of several")
                .isEmpty();
        Future<Object> broken = queues.submit(EAST, 10, () -> {
                    throw new IllegalStateException("broken on purpose");
                })
                .orElseThrow();
        Future<Boolean> after = queues.submit(EAST, 10, () -> true).orElseThrow();
        assertThat(queues.load().gateways()).isEqualTo(2);
        assertThat(queues.load().messages()).isEqualTo(4);
        release.countDown();

        assertThat(first.await(Patiently.SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(after.await(Patiently.SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(broken.failed()).isTrue();
        assertThat(large.await(Patiently.SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(queues.submit(NORTH, 101, () -> true)).isPresent();
    }
}
