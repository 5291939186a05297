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
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/**
 * Readers over MQTT on one event loop. Reads are due at a steady pace whatever the answers do, and a time counts from when
 * the read was due, so a stall is seen by every read that it delayed.
 */
final class BadgeLoad implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 60;

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final NetClient client;
    private final int port;
    private final String secret;
    private final List<MqttPeer> readers = new ArrayList<>();
    // on the context: when the reads that wait for an answer were due, by reader
    private final List<Deque<Long>> due = new ArrayList<>();
    private volatile Latencies latencies = new Latencies();
    private IntFunction<String> name = BenchSite::reader;
    private String bootId = "b1";
    private long seq;

    private BadgeLoad(int port, boolean tls, String secret) {
        this.port = port;
        this.secret = secret;
        this.client = vertx.createNetClient(new NetClientOptions()
                .setSsl(tls)
                .setTrustAll(true)
                .setHostnameVerificationAlgorithm("")
                .setTcpNoDelay(true));
    }

    /** @param tls whether the port speaks TLS; its certificate is not looked at */
    static BadgeLoad idle(int port, boolean tls, String secret) {
        return new BadgeLoad(port, tls, secret);
    }

    /** One reader of a given name, whose reads carry a boot of their own. */
    static BadgeLoad reader(int port, String name, String secret, String bootId) throws TimeoutException {
        BadgeLoad load = idle(port, false, secret);
        load.name = number -> name;
        load.bootId = bootId;
        load.more(1);
        return load;
    }

    static BadgeLoad connect(int port, String secret, int count) throws TimeoutException {
        BadgeLoad load = idle(port, false, secret);
        load.more(count);
        return load;
    }

    /** Connects this many more. */
    void more(int count) throws TimeoutException {
        for (int i = 0; i < count; i++) {
            int number = readers.size();
            due.add(new ArrayDeque<>());
            readers.add(on(() -> MqttPeer.connect(
                    client,
                    port,
                    name.apply(number),
                    secret,
                    "gh/v1/" + name.apply(number) + "/cmd",
                    (topic, payload) -> answered(number))));
        }
    }

    private interface Step<T> {
        Future<T> begin();
    }

    private <T> T on(Step<T> step) throws TimeoutException {
        Promise<T> done = Promise.promise();
        context.runOnContext(v -> step.begin().onComplete(done));
        return done.future().await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private void answered(int reader) {
        Long since = due.get(reader).poll();
        if (since != null) {
            latencies.add(System.nanoTime() - since);
        }
    }

    /** Sends this many reads at this pace and waits for the answers that still come. */
    Latencies run(int reads, int perSecond) {
        Latencies mine = new Latencies();
        latencies = mine;
        long every = TimeUnit.SECONDS.toNanos(1) / perSecond;
        long start = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(50);
        for (int i = 0; i < reads; i++) {
            long at = start + i * every;
            waitUntil(at);
            int card = (int) (seq % 190_000);
            long number = ++seq;
            int reader = i % readers.size();
            context.runOnContext(v -> {
                due.get(reader).add(at);
                readers.get(reader)
                        .publish(
                                "gh/v1/" + name.apply(reader) + "/event",
                                Buffer.buffer(BenchSite.badge(bootId, number, card)));
            });
        }
        for (int waited = 0; mine.count() < reads && waited < 500; waited++) {
            Machine.pause(10);
        }
        if (mine.count() < reads) {
            throw new IllegalStateException("only " + mine.count() + " of " + reads + " reads were answered");
        }
        return mine;
    }

    static void waitUntil(long nanoTime) {
        for (long left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    @Override
    public void close() throws TimeoutException {
        vertx.close().await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
