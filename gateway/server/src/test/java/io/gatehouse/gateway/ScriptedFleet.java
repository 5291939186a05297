package io.gatehouse.gateway;

import io.gatehouse.broker.BrokerHooks;
import io.gatehouse.broker.BrokerOptions;
import io.gatehouse.broker.Client;
import io.gatehouse.broker.ConnectAttempt;
import io.gatehouse.broker.InboundPublish;
import io.gatehouse.broker.MqttBroker;
import io.gatehouse.broker.OutboundPublish;
import io.gatehouse.broker.SignIn;
import io.gatehouse.broker.Verdict;
import io.gatehouse.protocol.IntervalSet;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.command.CommandOrder;
import io.gatehouse.protocol.sitebook.SignedRevocation;
import io.gatehouse.protocol.uplink.GatewayHeartbeat;
import io.gatehouse.protocol.uplink.GatewayHello;
import io.gatehouse.protocol.uplink.PackedBatch;
import io.gatehouse.protocol.uplink.SiteBookNotice;
import io.gatehouse.protocol.uplink.SiteBookState;
import io.gatehouse.protocol.uplink.SiteEvent;
import io.gatehouse.protocol.uplink.UplinkAck;
import io.gatehouse.protocol.uplink.UplinkBatch;
import io.gatehouse.protocol.uplink.UplinkPulse;
import io.gatehouse.protocol.uplink.UplinkTopics;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A fleet in memory on real sockets: holds what comes, answers hellos, gives out a site book and orders. */
final class ScriptedFleet implements AutoCloseable {

    final List<String> twice = new CopyOnWriteArrayList<>();
    final AtomicInteger hellos = new AtomicInteger();
    final AtomicInteger fetches = new AtomicInteger();
    volatile boolean takes = true;
    /** Takes everything and says nothing: what one-way loss and a half-open connection look like from the gateway. */
    volatile boolean mute;
    /** The line is cut as soon as this version is on trial. */
    volatile long cutOnTrialOf;

    final List<SiteBookState> states = new CopyOnWriteArrayList<>();

    volatile int packed;
    volatile int fetchesToFail;
    private final Map<LogId, ConcurrentSkipListMap<Long, SiteEvent>> events = new ConcurrentHashMap<>();
    private final Map<LogId, IntervalSet> held = new ConcurrentHashMap<>();
    private final Vertx vertx = Vertx.vertx();
    private final HttpServer http;
    private @Nullable MqttBroker broker;
    private volatile byte @Nullable [] book;
    private volatile long bookVersion;
    private volatile UplinkAck.@Nullable Lease lease;
    private int port;

    ScriptedFleet() {
        http = GatewayStand.await(
                vertx.createHttpServer().requestHandler(this::siteBook).listen(0, "127.0.0.1"));
        listen();
    }

    /** Begins to listen for gateways, at the same port each time. */
    void listen() {
        broker = GatewayStand.await(MqttBroker.start(vertx, BrokerOptions.on("127.0.0.1", port), new Hooks()));
        port = broker.port();
    }

    /** The line to all gateways is cut. */
    void cut() {
        if (broker != null) {
            GatewayStand.await(broker.close());
        }
    }

    String mqtt() {
        return "tcp://127.0.0.1:" + port;
    }

    String web() {
        return "http://127.0.0.1:" + http.actualPort();
    }

    void offer(byte[] signedBook, long version) {
        book = signedBook;
        bookVersion = version;
    }

    /** Tells the gateway of the site book. */
    void notice() {
        tell(UplinkTopics.BOOK, new SiteBookNotice(bookVersion, "", 0, "/book"));
    }

    void revoke(SignedRevocation revocation) {
        tell(UplinkTopics.REVOKE, revocation);
    }

    void order(CommandOrder order) {
        tell(UplinkTopics.COMMAND, order);
    }

    private void tell(String channel, Object message) {
        MqttBroker line = broker;
        if (line != null && !mute) {
            line.publish(OutboundPublish.of(
                    UplinkTopics.topic(GatewayStand.ID, channel),
                    Buffer.buffer(WireFormat.CBOR.write(message)),
                    1,
                    "application/cbor"));
        }
    }

    List<SiteEvent> received(String type) {
        return events.values().stream()
                .flatMap(log -> log.values().stream())
                .filter(event -> event.type().equals(type))
                .toList();
    }

    /** The states that commands went through, in their order. */
    List<String> states(String command) {
        return received("CommandReported").stream()
                .filter(event -> event.body() != null
                        && event.body().path("commandId").asText().equals(command))
                .map(event -> String.valueOf(event.body()).replaceAll(".*\"state\":\"(\\w+)\".*", "$1"))
                .toList();
    }

    private void siteBook(HttpServerRequest request) {
        fetches.incrementAndGet();
        byte[] now = book;
        if (fetchesToFail > 0 || now == null) {
            fetchesToFail--;
            request.response().setStatusCode(503).end();
        } else {
            request.response().end(Buffer.buffer(now));
        }
    }

    private void take(String topic, byte[] payload) {
        if (topic.endsWith("/" + UplinkTopics.HEARTBEAT)) {
            WireFormat.CBOR.read(payload, GatewayHeartbeat.class).fold(this::pulse, bad -> bad);
        } else if (topic.endsWith("/" + UplinkTopics.PACKED)) {
            packed++;
            WireFormat.CBOR
                    .read(payload, PackedBatch.class)
                    .then(PackedBatch::unpack)
                    .fold(this::keep, bad -> bad);
        } else if (topic.endsWith("/" + UplinkTopics.HELLO)) {
            WireFormat.CBOR.read(payload, GatewayHello.class).fold(this::greet, bad -> bad);
        } else if (topic.endsWith("/" + UplinkTopics.BOOK_STATE)) {
            WireFormat.CBOR.read(payload, SiteBookState.class).fold(this::told, bad -> bad);
        } else if (topic.endsWith("/" + UplinkTopics.BATCH)) {
            WireFormat.CBOR.read(payload, UplinkBatch.class).fold(this::keep, bad -> bad);
        }
    }

    private volatile boolean knowsMore;

    private Object told(SiteBookState state) {
        states.add(state);
        MqttBroker line = broker;
        if (line != null && state.inForce() == cutOnTrialOf && state.confirmed() < state.inForce()) {
            line.close();
        }
        return state;
    }

    private Object greet(GatewayHello hello) {
        hellos.incrementAndGet();
        GatewayHello.Start start = hello.start();
        UplinkAck.Lease given = start == null ? null : new UplinkAck.Lease(hello.bootId(), 1, start.sends());
        lease = given != null && knowsMore ? given.ofParted() : given;
        hello.logs().forEach(log -> acknowledge(log.log()));
        if (book != null && hello.siteBookVersion() < bookVersion) {
            notice();
        }
        return hello;
    }

    private Object pulse(GatewayHeartbeat heartbeat) {
        tell(UplinkTopics.PULSE, new UplinkPulse(heartbeat.bootId(), null, 0));
        return heartbeat;
    }

    /** From the next hello on it has more of the logs than the gateway. */
    void knowMore() {
        knowsMore = true;
    }

    /** Tells the gateway that a younger boot has the word. */
    void fence(int retryMillis) {
        UplinkAck.Lease now = lease;
        if (now != null) {
            tell(UplinkTopics.PULSE, new UplinkPulse(now.boot(), UplinkAck.FENCED, retryMillis));
        }
    }

    private Object keep(UplinkBatch batch) {
        if (!takes) {
            return batch;
        }
        IntervalSet before = held.getOrDefault(batch.log(), IntervalSet.EMPTY);
        for (int i = 0; i < batch.records().size(); i++) {
            long seq = batch.first() + i;
            if (!before.contains(seq)) {
                SiteEvent.read(batch.records().get(i)).fold(event -> put(batch.log(), seq, event), bad -> bad);
            }
        }
        held.put(batch.log(), before.plus(batch.first(), batch.last()));
        acknowledge(batch.log());
        return batch;
    }

    private Object put(LogId log, long seq, SiteEvent event) {
        if (events.computeIfAbsent(log, each -> new ConcurrentSkipListMap<>()).put(seq, event) != null) {
            twice.add(log + "/" + seq);
        }
        return event;
    }

    private void acknowledge(LogId log) {
        tell(UplinkTopics.ACK, new UplinkAck(log, held.getOrDefault(log, IntervalSet.EMPTY), 500, null, 0, lease));
    }

    @Override
    public void close() {
        cut();
        GatewayStand.await(vertx.close());
    }

    private final class Hooks implements BrokerHooks {

        @Override
        public Future<SignIn> signIn(ConnectAttempt attempt) {
            return Future.succeededFuture(new SignIn.Admitted(String.valueOf(attempt.userName())));
        }

        @Override
        public boolean mayPublish(Client client, String topic) {
            return true;
        }

        @Override
        public boolean maySubscribe(Client client, String filter) {
            return true;
        }

        @Override
        public Future<Verdict> onPublish(Client client, InboundPublish publish) {
            take(publish.topic(), publish.payload().getBytes());
            return Future.succeededFuture(Verdict.ACCEPTED);
        }
    }
}
