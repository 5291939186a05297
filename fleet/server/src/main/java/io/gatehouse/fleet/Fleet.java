package io.gatehouse.fleet;

import io.gatehouse.broker.BrokerOptions;
import io.gatehouse.broker.MqttBroker;
import io.gatehouse.fleet.account.Tokens;
import io.gatehouse.fleet.core.FleetCore;
import io.gatehouse.fleet.link.BrokerAddress;
import io.gatehouse.fleet.link.ExternalBroker;
import io.gatehouse.fleet.link.Link;
import io.gatehouse.fleet.store.DatabaseSettings;
import io.gatehouse.fleet.trace.IntakeTraces;
import io.gatehouse.fleet.web.Web;
import io.gatehouse.fleet.web.api.AuthorityNews;
import io.gatehouse.fleet.web.api.Told;
import io.gatehouse.launch.DataFolder;
import io.gatehouse.launch.StartRefusal;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.command.CommandOrder;
import io.gatehouse.protocol.uplink.SiteBookNotice;
import io.gatehouse.traces.Traces;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.security.PublicKey;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The fleet server, and the map of it: every part is made and joined here and nowhere else. Public methods may be called
 * from any thread.
 *
 * <pre>
 *  gateways ──MQTT──► Link (own listener or external broker) ──► FleetCore (PostgreSQL, series, keys)
 *      ▲                 │ acknowledgements, site books, commands      ▲          │ news
 *      └─────────────────┘                                             │          ▼
 *  people, programs ──HTTP──► Web (API, live stream, console) ─────────┘ ◄── LiveFeed
 * </pre>
 *
 * <ol>
 *   <li>{@link #start}: data folder, core, web wired, link open, web open
 *   <li>{@link #stop}: web, link, core, data folder, in that order, each with its time
 * </ol>
 */
public final class Fleet {

    private static final Logger LOG = LoggerFactory.getLogger(Fleet.class);

    private static final int LAYOUT = 1;
    /** The largest batch that a gateway sends, with room to spare. */
    private static final int MAX_MESSAGE_BYTES = 4 * 1024 * 1024;

    private static final Duration PART_STOPS_WITHIN = Duration.ofSeconds(5);

    private final FleetSettings settings;
    private final Surroundings surroundings;
    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    // set in this order while starting, on the context; read after the start only
    private volatile @Nullable DataFolder folder;
    private volatile @Nullable FleetCore core;
    private volatile Traces traces = Traces.OFF;
    private volatile @Nullable Encryption encryption;
    private volatile @Nullable Web web;
    private volatile @Nullable MqttBroker listener;
    private volatile @Nullable ExternalBroker external;
    private volatile int httpPort;
    private volatile int httpsPort;

    private Fleet(FleetSettings settings, Surroundings surroundings) {
        this.settings = settings;
        this.surroundings = surroundings;
    }

    /**
     * Starts a fleet.
     *
     * <ul>
     *   <li>completes when every listener is open
     *   <li>fails with {@link StartRefusal} when a setting, a port, the data folder or the database does not allow it;
     *       whatever was opened is closed again then
     * </ul>
     */
    public static Future<Fleet> start(FleetSettings settings, Surroundings surroundings) {
        Fleet fleet = new Fleet(settings, surroundings);
        return fleet.onContext(fleet::open)
                .map(fleet)
                .recover(failure -> fleet.stop().transform(stopped -> Future.failedFuture(failure)));
    }

    private Future<Void> open() {
        return openCore()
                .compose(opened -> Web.wire(
                                new Web.Ground(context, opened, new Telling(), surroundings, registry, traces),
                                webSettings(opened))
                        .onSuccess(wired -> web = wired)
                        .compose(wired -> openLink(opened, wired))
                        .compose(done -> openWeb()));
    }

    private Future<FleetCore> openCore() {
        return vertx.executeBlocking(() -> {
            traces = TraceCounts.open(settings.traces(), surroundings, registry);
            folder = DataFolder.open(settings.data(), "gatehouse.fleet.data", LAYOUT);
            FleetSettings.Database database = settings.database();
            FleetCore opened = FleetCore.open(
                    settings.data(),
                    new DatabaseSettings(database.url(), database.user(), database.password(), database.connections()),
                    Encryption.authority(settings),
                    MeasurementsStore.of(settings.telemetry()),
                    surroundings);
            core = opened;
            new TelemetryCounts(opened.telemetry()).addTo(registry);
            PhotoKeeping.begin(settings.notes(), opened, surroundings.clock());
            encryption = Encryption.open(settings, opened.authorities(), surroundings);
            return opened;
        });
    }

    private Future<Void> openLink(FleetCore opened, Web wired) {
        IntakeTraces traced = new IntakeTraces(traces);
        LiveFeed told = new LiveFeed(opened, wired.live(), wired.work(), traced);
        feed = told;
        opened.intake().listen(told);
        Link link = new Link(
                context,
                new CoreRecords(opened),
                vertx.createSharedWorkerExecutor(
                        "fleet-intake", settings.intake().workers()),
                new Link.Room(
                        settings.intake().workers(),
                        settings.intake().batchesPerGateway(),
                        settings.intake().maxBytes()),
                new Link.Watched(registry, traced));
        telling = link;
        Optional<String> url = settings.broker().url();
        if (url.isEmpty()) {
            return link.listen(brokerOptions())
                    .onSuccess(open -> listener = open)
                    .mapEmpty();
        }
        BrokerAddress address = BrokerAddress.parse(
                        url.get(),
                        settings.broker().user().orElse(null),
                        settings.broker().password().orElse(null))
                .orElseThrow(() -> new StartRefusal(
                        "gatehouse.fleet.broker.url", "'" + url.get() + "' is no address such as tcp://host:1883"));
        String clientId = "fleet-" + surroundings.ids().next().substring(0, 12);
        return link.through(address, clientId)
                .onSuccess(open -> external = open)
                .mapEmpty();
    }

    private BrokerOptions brokerOptions() {
        BrokerOptions plain =
                BrokerOptions.on(settings.host(), settings.mqtt().port()).withMaxMessageBytes(MAX_MESSAGE_BYTES);
        Encryption encrypted = started(encryption);
        return plain.withTls(settings.mqtt().tlsPort(), encrypted.shown()).withClients(encrypted.clients());
    }

    private Future<Void> openWeb() {
        Web wired = started(web);
        return wired.listen(settings.host(), settings.http().port())
                .onSuccess(port -> httpPort = port)
                .compose(port -> wired.listenEncrypted(
                        settings.host(),
                        settings.https().port(),
                        started(encryption).web()))
                .onSuccess(port -> httpsPort = port)
                .onSuccess(port -> started(encryption).keepFresh(vertx))
                .onSuccess(port -> new AuthorityNews(vertx, started(core), new Telling(), wired.work()).start())
                .mapEmpty();
    }

    private Web.Settings webSettings(FleetCore opened) {
        return new Web.Settings(
                settings.web().folder(),
                settings.metrics().token(),
                settings.web().workers(),
                settings.web().maxListeners(),
                Map.of("database", opened::answers, "gateways", this::isReachable),
                new Web.SignIn(
                        settings.signIn().secondFactorForAdmins(),
                        IdentityProvider.of(settings.oidc()),
                        PublicAddress.of(settings.signIn())),
                SupportGround.of(settings),
                SendingSettings.of(settings));
    }

    private boolean isReachable() {
        ExternalBroker broker = external;
        return broker == null || broker.isConnected();
    }

    /** Stops everything in order; one part that does not stop in time keeps no other from stopping. */
    public Future<Void> stop() {
        return onContext(() -> part("web", web == null ? null : started(web)::stop)
                .compose(v -> part("link", telling == null ? null : started(telling)::stop))
                .compose(v -> part("listener", listener == null ? null : started(listener)::close))
                .compose(v -> part("broker", external == null ? null : started(external)::stop))
                .compose(v -> part("core", () -> vertx.executeBlocking(this::closeCore)))
                .compose(v -> vertx.close()));
    }

    private @Nullable Void closeCore() {
        FleetCore opened = core;
        if (opened != null) {
            opened.close();
        }
        DataFolder held = folder;
        if (held != null) {
            held.close();
        }
        traces.close();
        return null;
    }

    private static Future<Void> part(String name, @Nullable Supplier<Future<Void>> stop) {
        if (stop == null) {
            return Future.succeededFuture();
        }
        return stop.get()
                .timeout(PART_STOPS_WITHIN.toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS)
                .recover(failure -> {
                    LOG.warn("{} did not stop: {}", name, failure.toString());
                    return Future.succeededFuture();
                });
    }

    /** The one-time password of {@code admin}, when this start made the account; kept nowhere else. */
    public Optional<String> adminPassword() {
        return started(core).adminPassword();
    }

    /** An API token of the account {@code admin}: whoever runs this process can make one. Blocks; for demo and tests. */
    public String adminToken(String name) {
        return started(core)
                .accounting()
                .tokens()
                .create("admin", name, new Tokens.Scope("admin", null), null)
                .secret();
    }

    public int httpPort() {
        return httpPort;
    }

    public int httpsPort() {
        return httpsPort;
    }

    /** The port for gateways over TLS; nothing with an external broker. */
    public OptionalInt mqttTlsPort() {
        MqttBroker open = listener;
        return open == null ? OptionalInt.empty() : OptionalInt.of(open.tlsPort());
    }

    /** The port for gateways; nothing with an external broker. */
    public OptionalInt mqttPort() {
        MqttBroker open = listener;
        return open == null ? OptionalInt.empty() : OptionalInt.of(open.port());
    }

    /** Where the console is. */
    public String url() {
        String host = settings.host().equals("0.0.0.0") ? "127.0.0.1" : settings.host();
        return "http://" + host + ":" + httpPort;
    }

    /** The key that signs site books. */
    public PublicKey publicKey() {
        return started(core).keys().verifying();
    }

    /** The same as gateways take it in their settings: SubjectPublicKeyInfo in base64. */
    public String publicKeyText() {
        return Base64.getEncoder().encodeToString(publicKey().getEncoded());
    }

    /** What the fleet knows and keeps; for tests. */
    public FleetCore core() {
        return started(core);
    }

    private <T> Future<T> onContext(Supplier<Future<T>> work) {
        Promise<T> promise = Promise.promise();
        context.runOnContext(v -> {
            try {
                work.get().onComplete(promise);
            } catch (RuntimeException e) {
                promise.fail(e);
            }
        });
        return promise.future();
    }

    private static <T> T started(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("the fleet has not started");
        }
        return part;
    }

    // the web is wired before the link is open: what it has to tell goes through here
    private volatile @Nullable Link telling;
    private volatile @Nullable LiveFeed feed;

    private final class Telling implements Told {

        @Override
        public void siteBook(GatewayId gateway, SiteBookNotice notice) {
            started(telling).send(gateway, notice);
        }

        @Override
        public void command(GatewayId gateway, CommandOrder order) {
            started(telling).send(gateway, order);
            started(feed).onCommands(Set.of(order.commandId()));
        }

        @Override
        public void revoked(GatewayId gateway) {
            started(telling).drop(gateway);
        }
    }
}
