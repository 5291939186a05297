package io.gatehouse.broker;

import static io.gatehouse.broker.BrokerStand.SOON;
import static io.gatehouse.broker.BrokerStand.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is borne of whom it is not known who they are, and of those who send without end. */
class LimitsTest {

    private final BrokerStand stand = new BrokerStand();

    @AfterEach
    void close() {
        stand.close();
    }

    @Test
    void many_who_say_nothing_do_not_keep_others_out() throws IOException {
        silent(1_000);
    }

    @Test
    @Tag("soak")
    void five_thousand_who_say_nothing_cost_little_and_keep_nobody_out() throws IOException {
        long heap = heapBytes();

        long grown = silent(5_000) - heap;

        System.out.println("5000 silent connections: " + (grown >> 20) + " MiB, both ends");
        assertThat(grown).isLessThan(64L << 20);
    }

    /** Returns the heap in use while they are all there. */
    private long silent(int count) throws IOException {
        List<Socket> silent = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                silent.add(new Socket("127.0.0.1", stand.broker.port()));
            }
            long before = System.nanoTime();

            stand.connected5("honest");

            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
            return heapBytes();
        } finally {
            for (Socket each : silent) {
                each.close();
            }
        }
    }

    private static long heapBytes() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    @Test
    void a_connect_that_drips_is_cut_off_however_alive_it_looks() throws IOException {
        byte[] connect = HexFormat.of().parseHex("10ff7f00044d5154540502000a");
        try (Socket slow = new Socket("127.0.0.1", stand.broker.port())) {
            int[] sent = {0};
            await().atMost(Duration.ofSeconds(15))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> isCut(slow, connect, sent));
            assertThat(sent[0]).isGreaterThan(5);
        }
    }

    private static boolean isCut(Socket slow, byte[] connect, int[] sent) {
        try {
            slow.setSoTimeout(1);
            slow.getOutputStream().write(connect[sent[0]++ % connect.length]);
            return slow.getInputStream().read() < 0;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void an_oversized_connect_is_refused_before_it_is_read() throws IOException {
        try (RawClient raw = new RawClient(stand.broker.port())) {
            raw.bytes(HexFormat.of().parseHex("10ffff03"));
            assertThat(raw.read()).isEqualTo(-1);
        }
        assertThat(stand.counts().protocolErrors()).isEqualTo(1);
    }

    @Test
    void a_client_need_not_wait_for_its_connack() throws IOException {
        Promise<SignIn> later = Promise.promise();
        stand.door = attempt -> later.future();
        try (RawClient raw = new RawClient(stand.broker.port())) {
            raw.connect("a", true);
            raw.publish("t", "x", 1, 1, false);
            raw.publish("t", "y", 1, 2, false);
            later.complete(new SignIn.Admitted("a"));

            assertThat(raw.read()).isEqualTo(RawClient.CONNACK);
            assertThat(raw.read()).isEqualTo(RawClient.PUBACK);
            assertThat(raw.read()).isEqualTo(RawClient.PUBACK);
        }
        assertThat(stand.taken).hasSize(2);
    }

    @Test
    void who_sends_more_than_is_borne_is_cut_off_under_5_and_waits_under_3() throws IOException {
        List<Promise<Verdict>> open = new java.util.concurrent.CopyOnWriteArrayList<>();
        stand.owner = publish -> {
            Promise<Verdict> verdict = Promise.promise();
            open.add(verdict);
            return verdict.future();
        };
        try (RawClient raw = new RawClient(stand.broker.port())) {
            raw.connect("a", true);
            assertThat(raw.read()).isEqualTo(RawClient.CONNACK);
            for (int id = 1; id <= 3_000; id++) {
                raw.publish("t", "x", 1, id, false);
            }
            await().atMost(SOON).until(() -> open.size() >= 1_024);
            stand.owner = publish -> Future.succeededFuture(Verdict.ACCEPTED);
            open.forEach(each -> each.complete(Verdict.ACCEPTED));
            for (int id = 1; id <= 3_000; id++) {
                open.forEach(each -> each.tryComplete(Verdict.ACCEPTED));
                assertThat(raw.read()).isEqualTo(RawClient.PUBACK);
                assertThat(raw.lastId()).isEqualTo(id);
            }
        }
        assertThat(open.size()).isLessThan(3_000);
    }

    @Test
    void nobody_speaks_on_the_brokers_own_topics_and_hears_others_by_a_share() {
        Mqtt5AsyncClient client = stand.connected5("a");

        var refused = await(client.publishWith()
                .topic("$SYS/broker/version")
                .qos(MqttQos.AT_LEAST_ONCE)
                .send()
                .handle((done, failure) -> String.valueOf(failure)));
        var share = await(client.subscribeWith()
                .topicFilter("$share/g/private/b")
                .send()
                .handle((done, failure) -> String.valueOf(failure)));

        assertThat(refused).contains("PUBACK contained an Error Code");
        assertThat(share).containsIgnoringCase("suback");
        assertThat(stand.foreign).containsExactly("a $SYS/broker/version", "a private/b");
        assertThat(stand.taken).isEmpty();
    }
}
