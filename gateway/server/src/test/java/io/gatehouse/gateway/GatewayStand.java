package io.gatehouse.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import io.gatehouse.gateway.journal.FileStorage;
import io.gatehouse.gateway.journal.Journal;
import io.gatehouse.gateway.journal.JournalSettings;
import io.gatehouse.gateway.journal.SegmentJournal;
import io.gatehouse.gateway.journal.Storage;
import io.gatehouse.gateway.sitebook.SiteBookStore;
import io.gatehouse.launch.Settings;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.access.CredentialRef;
import io.gatehouse.protocol.device.PresentedCredential;
import io.gatehouse.protocol.sitebook.DeviceKind;
import io.gatehouse.protocol.sitebook.Revocation;
import io.gatehouse.protocol.sitebook.SignedRevocation;
import io.gatehouse.protocol.sitebook.SignedSiteBook;
import io.gatehouse.protocol.sitebook.SiteBook;
import io.gatehouse.protocol.uplink.SiteEvent;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One gateway with a site book of two readers and one card, started and stopped as often as a test wants. */
final class GatewayStand implements AutoCloseable {

    static final Duration SOON = Duration.ofSeconds(15);
    static final GatewayId ID = new GatewayId("gate-house");
    static final String READER = "reader-1";
    static final String OTHER = "reader-2";
    static final String CARD = "40001";

    private static final byte[] SITE_KEY = "a key of the site".getBytes(StandardCharsets.UTF_8);

    private final Path folder;
    private final KeyPair fleetKeys = keys();
    private final Map<String, String> options = new HashMap<>();
    private final List<Runnable> clients = new ArrayList<>();
    private @Nullable Gateway gateway;
    private UnaryOperator<Storage> disk = storage -> storage;
    private volatile Duration clockOffset = Duration.ZERO;

    GatewayStand(Path folder) {
        this.folder = folder;
        set("data", folder.toString());
        set("id", ID.value());
        set("fleet.secret", "gateway-secret");
        set(
                "fleet.key",
                Base64.getEncoder().encodeToString(fleetKeys.getPublic().getEncoded()));
        // nobody listens there: the site works alone unless a test says otherwise
        set("fleet.mqtt", "tcp://127.0.0.1:9");
        set("fleet.http", "http://127.0.0.1:9");
        for (String port : List.of("mqtt.port", "mqtt.tls-port", "coap.port", "coaps.port", "web.port")) {
            set(port, "0");
        }
    }

    static KeyPair keys() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    GatewayStand set(String name, String value) {
        options.put("gatehouse.gateway." + name, value);
        return this;
    }

    /** What it would be started with. */
    Map<String, String> options() {
        return Map.copyOf(options);
    }

    /** The gateway's clock runs as the system's, this much apart. */
    GatewayStand clockAt(Instant now) {
        clockOffset = Duration.between(Surroundings.ofSystem().clock().instant(), now);
        return this;
    }

    /** The journal lies on a disk of another kind. */
    GatewayStand onDisk(UnaryOperator<Storage> wrapped) {
        disk = wrapped;
        return this;
    }

    GatewayStand withBook() {
        keep(book(1));
        return this;
    }

    /** Puts a book into the folder, as an earlier run would have left it. */
    void keep(SiteBook book) {
        try {
            new SiteBookStore(ID, fleetKeys.getPublic(), folder.resolve("site-books")).apply(signed(book), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    KeyPair fleetKeys() {
        return fleetKeys;
    }

    /** The book, and passes by the fleet count. */
    SiteBook takingPasses(SiteBook book) {
        return book.passesBy(
                List.of(Base64.getEncoder().encodeToString(fleetKeys.getPublic().getEncoded())));
    }

    /** The book with one credential more. */
    static SiteBook with(SiteBook book, SiteBook.Credential more) {
        List<SiteBook.Credential> all = new ArrayList<>(book.credentials());
        all.add(more);
        return new SiteBook(
                book.site(),
                book.gateway(),
                book.version(),
                book.compiledAt(),
                book.timeZone(),
                book.credentialKey(),
                book.devices(),
                book.doors(),
                book.accessPoints(),
                book.schedules(),
                book.profiles(),
                book.people(),
                all,
                book.checkpoints(),
                book.rules(),
                book.revokedUpTo(),
                book.passKeys(),
                book.patrol(),
                book.authorities());
    }

    byte[] signed(SiteBook book) {
        return SignedSiteBook.sign(book, fleetKeys.getPrivate()).toBytes();
    }

    /** Revokes the card. */
    SignedRevocation revocation(long seq) {
        String ref = CredentialRef.of(SITE_KEY, new PresentedCredential("CARD", "RAW", 0, CARD));
        return SignedRevocation.sign(
                new Revocation(new SiteId("garden"), seq, 0, List.of(ref), SiteBook.CredentialState.STOLEN, null),
                fleetKeys.getPrivate());
    }

    static SiteBook book(long version) {
        String ref = CredentialRef.of(SITE_KEY, new PresentedCredential("CARD", "RAW", 0, CARD));
        Map<String, List<String>> always = new HashMap<>();
        List.of("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")
                .forEach(day -> always.put(day, List.of("00:00-24:00")));
        return new SiteBook(
                new SiteId("garden"),
                ID,
                version,
                0,
                "Asia/Shanghai",
                SITE_KEY,
                List.of(device(READER), device(OTHER)),
                List.of(new SiteBook.Door("door-1", "East", SiteBook.DoorMode.LOCKED, 3000, 30, null)),
                List.of(new SiteBook.AccessPoint("in-1", "door-1", SiteBook.Direction.IN, new DeviceId(READER), true)),
                List.of(new SiteBook.Schedule("always", "Always", always)),
                List.of(new SiteBook.AccessProfile(
                        "all", "All", List.of(new SiteBook.AccessPolicy("always", List.of("in-1"))))),
                List.of(new SiteBook.Person("p-1", "Zhang San", "OWNER", true)),
                List.of(new SiteBook.Credential(
                        ref, "p-1", SiteBook.CredentialState.ENABLED, null, null, List.of("all"))),
                List.of());
    }

    /** The book with devices of this kind. */
    static SiteBook withKind(SiteBook book, DeviceKind kind) {
        return new SiteBook(
                book.site(),
                book.gateway(),
                book.version(),
                book.compiledAt(),
                book.timeZone(),
                book.credentialKey(),
                book.devices().stream()
                        .map(one -> new SiteBook.Device(one.id(), kind, one.secret(), one.heartbeatSeconds()))
                        .toList(),
                book.doors(),
                book.accessPoints(),
                book.schedules(),
                book.profiles(),
                book.people(),
                book.credentials(),
                book.checkpoints());
    }

    private static SiteBook.Device device(String id) {
        return new SiteBook.Device(new DeviceId(id), DeviceKind.READER, secret(id), 30);
    }

    static String secret(String device) {
        return "secret-of-" + device;
    }

    GatewayStand start() {
        Surroundings system = Surroundings.ofSystem();
        Clock clock = new ShiftedClock(system.clock());
        GatewaySettings settings = Settings.load(GatewaySettings.class, null, Map.of(), options);
        gateway = await(Gateway.start(
                settings,
                new Surroundings(clock, system.ids(), system.random()),
                folder -> disk.apply(new FileStorage(folder))));
        return this;
    }

    private final class ShiftedClock extends Clock {
        private final Clock system;

        private ShiftedClock(Clock system) {
            this.system = system;
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
            return system.instant().plus(clockOffset);
        }
    }

    Gateway gateway() {
        if (gateway == null) {
            throw new IllegalStateException("start it first");
        }
        return gateway;
    }

    void stop() {
        clients.forEach(Runnable::run);
        clients.clear();
        if (gateway != null) {
            await(gateway.stop());
            gateway = null;
        }
    }

    /** All that is on the disk of a lane; only while the gateway is stopped. */
    List<SiteEvent> recorded(Lane lane) {
        try (Journal journal = SegmentJournal.open(
                new FileStorage(folder.resolve("journal")), JournalSettings.usual(), () -> new LogId("0".repeat(32)))) {
            List<SiteEvent> events = new ArrayList<>();
            long next = journal.oldest(lane);
            for (Journal.Stretch s = journal.read(lane, next, 1000, 1 << 24); !s.isEmpty(); ) {
                s.records()
                        .forEach(record -> events.add(SiteEvent.read(record).fold(ok -> ok, bad -> {
                            throw new IllegalStateException(bad.message());
                        })));
                s = journal.read(lane, s.last() + 1, 1000, 1 << 24);
            }
            return events;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    List<SiteEvent> recorded(String type) {
        return recorded(Lane.EVIDENCE).stream()
                .filter(e -> e.type().equals(type))
                .toList();
    }

    Mqtt5AsyncClient mqtt5(String device) {
        Mqtt5AsyncClient client = MqttClient.builder()
                .useMqttVersion5()
                .identifier(device + "-" + clients.size())
                .serverHost("127.0.0.1")
                .serverPort(gateway().mqttPort())
                .buildAsync();
        await(client.connectWith()
                .simpleAuth()
                .username(device)
                .password(secret(device).getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth()
                .send());
        clients.add(client::disconnect);
        return client;
    }

    Mqtt3AsyncClient mqtt3(String device) {
        Mqtt3AsyncClient client = MqttClient.builder()
                .useMqttVersion3()
                .identifier(device + "-" + clients.size())
                .serverHost("127.0.0.1")
                .serverPort(gateway().mqttPort())
                .buildAsync();
        await(client.connectWith()
                .simpleAuth()
                .username(device)
                .password(secret(device).getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth()
                .send());
        clients.add(client::disconnect);
        return client;
    }

    static String badge(long seq, String card) {
        return "{\"type\":\"CredentialPresented\",\"bootId\":\"b1\",\"seq\":" + seq
                + ",\"credential\":{\"type\":\"CARD\",\"number\":\"" + card + "\"}}";
    }

    static JsonNode json(byte[] bytes) {
        try {
            return WireFormat.JSON.mapper().readTree(bytes);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static <T> T await(Future<T> future) {
        return await(future.toCompletionStage().toCompletableFuture());
    }

    static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(SOON.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        stop();
    }
}
