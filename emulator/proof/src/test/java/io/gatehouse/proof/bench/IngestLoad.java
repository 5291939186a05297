package io.gatehouse.proof.bench;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Readers over MQTT on one event loop, each of which says the next thing as soon as one of its window is acknowledged:
 * as much as the other side takes.
 */
final class IngestLoad implements AutoCloseable {

    private static final int WINDOW = 32;
    private static final long PATIENCE_SECONDS = 60;

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final NetClient client = vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true));
    private final List<Reader> readers = new ArrayList<>();
    private final Says says;

    // on the context
    private boolean going;
    private long acknowledged;
    private Latencies times = new Latencies();

    /** What a reader says as its next. */
    interface Says {
        String next(String boot, long seq);
    }

    /** Somebody has walked through: a record, and nothing to decide. */
    static String passage(String boot, long seq) {
        return "{\"type\":\"PassageTaken\",\"bootId\":\"" + boot + "\",\"seq\":" + seq + "}";
    }

    /** Somebody shows a card, each time another one. */
    static String badge(String boot, long seq) {
        return BenchSite.badge(boot, seq, (int) (seq % 9_000));
    }

    /**
     * What came of a time.
     *
     * @param count acknowledged in it
     * @param times from sending to the acknowledgement
     */
    record Took(long count, double seconds, Latencies times) {

        double perSecond() {
            return count / seconds;
        }
    }

    private IngestLoad(Says says) {
        this.says = says;
    }

    static IngestLoad connect(int port, String secret, int count, Says says) throws TimeoutException {
        IngestLoad load = new IngestLoad(says);
        for (int i = 0; i < count; i++) {
            String name = BenchSite.reader(i);
            MqttPeer peer = load.on(() -> MqttPeer.connect(
                    load.client, port, name, secret, "gh/v1/" + name + "/cmd", (topic, payload) -> {}));
            load.readers.add(load.new Reader(name, peer));
        }
        return load;
    }

    private interface Step<T> {
        Future<T> begin();
    }

    private <T> T on(Step<T> step) throws TimeoutException {
        Promise<T> done = Promise.promise();
        context.runOnContext(v -> step.begin().onComplete(done));
        return done.future().await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Goes on for so long; what is on its way at the end is awaited and does not count. */
    Took during(int seconds) throws TimeoutException {
        Latencies mine = new Latencies();
        long begun = System.nanoTime();
        long before = on(() -> {
            times = mine;
            going = true;
            readers.forEach(Reader::fill);
            return Future.succeededFuture(acknowledged);
        });
        Machine.pause(TimeUnit.SECONDS.toMillis(seconds));
        long after = on(() -> {
            going = false;
            return Future.succeededFuture(acknowledged);
        });
        double took = (System.nanoTime() - begun) / 1e9;
        for (int waited = 0; !on(() -> Future.succeededFuture(isIdle())); waited++) {
            if (waited > 1_000) {
                throw new IllegalStateException("some events were never acknowledged");
            }
            Machine.pause(10);
        }
        return new Took(after - before, took, mine);
    }

    private boolean isIdle() {
        return readers.stream().allMatch(reader -> reader.sent.isEmpty());
    }

    /** One of them; on the context. */
    private final class Reader {

        private final String name;
        private final MqttPeer peer;
        private final Deque<Long> sent = new ArrayDeque<>();
        private long seq;

        Reader(String name, MqttPeer peer) {
            this.name = name;
            this.peer = peer;
            peer.onAcknowledged(this::acknowledged);
        }

        private void acknowledged() {
            Long at = sent.poll();
            if (at != null) {
                times.add(System.nanoTime() - at);
                acknowledged++;
            }
            if (going) {
                fill();
            }
        }

        private void fill() {
            while (sent.size() < WINDOW) {
                sent.add(System.nanoTime());
                peer.publish("gh/v1/" + name + "/event", Buffer.buffer(says.next("b1", ++seq)));
            }
        }
    }

    @Override
    public void close() throws TimeoutException {
        vertx.close().await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
