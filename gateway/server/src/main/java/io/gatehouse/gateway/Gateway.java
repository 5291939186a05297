package io.gatehouse.gateway;

import io.gatehouse.access.AccessDesk;
import io.gatehouse.gateway.audit.ChainDesk;
import io.gatehouse.gateway.desk.Decisions;
import io.gatehouse.gateway.desk.FrontDesk;
import io.gatehouse.gateway.desk.SiteOrderDesk;
import io.gatehouse.gateway.device.CommandDesk;
import io.gatehouse.gateway.device.Devices;
import io.gatehouse.gateway.ingress.coap.CoapIngress;
import io.gatehouse.gateway.ingress.mqtt.MqttIngress;
import io.gatehouse.gateway.journal.FileStorage;
import io.gatehouse.gateway.link.Boot;
import io.gatehouse.gateway.link.FleetLink;
import io.gatehouse.gateway.link.LinkSettings;
import io.gatehouse.gateway.patrol.GuardDesk;
import io.gatehouse.gateway.patrol.PatrolRoom;
import io.gatehouse.gateway.record.ClockWatch;
import io.gatehouse.gateway.record.JournalNews;
import io.gatehouse.gateway.record.Outage;
import io.gatehouse.gateway.record.Recorder;
import io.gatehouse.gateway.record.Stamps;
import io.gatehouse.gateway.trace.EventTraces;
import io.gatehouse.gateway.web.GatewayWeb;
import io.gatehouse.gateway.web.Openings;
import io.gatehouse.gateway.web.Status;
import io.gatehouse.launch.StartRefusal;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.protocol.uplink.GatewayEvents;
import io.gatehouse.protocol.uplink.GatewayHeartbeat;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateway: every part is made and joined here, and nowhere else.
 *
 * <pre>
 *   MqttIngress ┐                  ┌─ AccessDesk ◄─ SiteBookDesk ◄─ SiteBookFetch ═╗
 *               ├─► FrontDesk ─────┤                                               ║ fleet
 *   CoapIngress ┤       │          └─ CommandDesk ◄──────────────┐                 ║
 *  BrokerIngress ┘      ▼                                        │                 ║
 *                    Recorder ─► journal ─► Upward (Uplink) ─► FleetLink ══════════╝
 * </pre>
 *
 * <p>All of it lives on one Vert.x context; the journal writes on a thread of its own, Californium receives on its own
 * threads, files are read on workers.
 */
public final class Gateway {

    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
    private static final long SECOND_MILLIS = 1_000;
    private static final long LET_GO_EVERY_MILLIS = 5_000;
    private static final long LINK_AFTER_MILLIS = 200;
    private static final long MAX_LOOP_BLOCK_NANOS = 200_000_000;

    private final GatewaySettings settings;
    private final Surroundings surroundings;
    private final Vertx vertx;
    private final Context context;
    private final String bootId;

    // made by start(), in this order
    private @Nullable Ground ground;
    private @Nullable Boot boot;
    private @Nullable Rooms rooms;
    private @Nullable MqttWays mqtt;
    private @Nullable CoapIngress coap;
    private @Nullable GatewayWeb web;

    /** The rooms behind the listeners. */
    private record Rooms(
            Recorder recorder,
            JournalNews journalNews,
            Devices devices,
            CommandDesk commands,
            FrontDesk desk,
            Decisions decisions,
            SiteBookDesk books,
            FleetLink link,
            MqttIngress mqtt,
            Upward upward,
            Numbers numbers,
            ChainDesk chain,
            Own own,
            Patrolling patrol) {}

    private Gateway(GatewaySettings settings, Surroundings surroundings, Vertx vertx) {
        this.settings = settings;
        this.surroundings = surroundings;
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.bootId = surroundings.ids().next();
    }

    /**
     * Starts a gateway.
     *
     * <ul>
     *   <li>completes when it decides: all listeners are open, with or without a fleet
     *   <li>fails with {@link StartRefusal} when a port is in use, the data folder is not usable or a setting is wrong
     * </ul>
     */
    public static Future<Gateway> start(GatewaySettings settings, Surroundings surroundings) {
        return start(settings, surroundings, FileStorage::new);
    }

    /** The same on disks of another kind. */
    static Future<Gateway> start(GatewaySettings settings, Surroundings surroundings, Ground.Disks disks) {
        Vertx vertx = Vertx.vertx(new VertxOptions().setMaxEventLoopExecuteTime(MAX_LOOP_BLOCK_NANOS));
        Gateway gateway = new Gateway(settings, surroundings, vertx);
        // of no context, because on failure the last context is gone before it completes
        Promise<Gateway> started = Promise.promise();
        gateway.openGround(disks)
                .compose(v -> gateway.onContext(gateway::furnish))
                .compose(v -> gateway.openListeners())
                .compose(v -> gateway.onContext(gateway::begin))
                .onSuccess(v -> started.complete(gateway))
                .onFailure(failure -> gateway.stop().onComplete(stopped -> started.fail(failure)));
        return started.future();
    }

    private Future<Void> openGround(Ground.Disks disks) {
        return context.executeBlocking(() -> {
            Ground opened = Ground.open(settings, surroundings, context, disks);
            ground = opened;
            boot = Boot.note(opened.folder().path().resolve("boots"), bootId);
            return null;
        });
    }

    private Future<Void> onContext(Runnable step) {
        Promise<Void> done = Promise.promise();
        context.runOnContext(v -> {
            try {
                step.run();
                done.complete();
            } catch (RuntimeException e) {
                done.fail(e);
            }
        });
        return done.future();
    }

    private void furnish() {
        Ground disk = made(ground);
        ClockWatch clock = new ClockWatch(surroundings.clock(), Gateway::upMillis);
        Stamps stamps = new Stamps(clock, settings.access().clockTolerance());
        Recorder recorder = recorder(disk, stamps);
        Own.Base base = new Own.Base(settings, made(boot), stamps, surroundings.clock());
        Own own = new Own(context, disk, base, this::addresses);
        LinkSettings line = own.line();
        SiteBookDesk books =
                new SiteBookDesk(context, disk.books(), own.fetch(), recorder, disk.book(), surroundings.clock());
        Devices devices = new Devices(books::inForce, recorder, surroundings.clock());
        CommandDesk commands = new CommandDesk(line.gateway(), surroundings.clock(), recorder, disk.orders());
        Decisions decisions = new Decisions();
        FrontDesk desk = new FrontDesk(
                context,
                new FrontDesk.Around(books::inForce, devices, commands, decisions),
                new FrontDesk.Records(disk.seen(), disk.spent(), disk.doors(), stamps, recorder),
                new AccessDesk(disk.state().state(), settings.access().debounce()),
                new FrontDesk.Chance(surroundings.ids(), surroundings.random(), Gateway::upMillis));
        MqttIngress ingress = new MqttIngress(devices, desk, commands);
        FleetLink link = new FleetLink(vertx, context, line, surroundings.random());
        Numbers numbers = new Numbers(decisions, recorder, devices, Gateway::upMillis);
        Upward.Parts parts =
                new Upward.Parts(books, commands, devices, recorder, clock, bootId, this::addresses, numbers::measures);
        Upward.Chance chance = new Upward.Chance(Gateway::upMillis, surroundings.random());
        Upward upward = new Upward(context, line.gateway(), disk, link, chance, parts);
        books.onStanding(upward::tellBooks);
        recorder.onDurable(lane -> upward.appended());
        PatrolRoom.Times times = new PatrolRoom.Times(stamps, Gateway::upMillis);
        PatrolRoom room = new PatrolRoom(context, books::inForce, recorder, times, disk.patrol());
        room.readers().facts(devices::facts);
        recorder.onKept(room.beside(upward.stock()::kept));
        Patrolling patrol = patrolling(room, times, recorder, own);
        JournalNews news = new JournalNews(disk.journal(), recorder);
        ChainDesk chain = new ChainDesk(context, disk.journal(), stamps, Gateway::upMillis);
        rooms = new Rooms(
                recorder, news, devices, commands, desk, decisions, books, link, ingress, upward, numbers, chain, own,
                patrol);
    }

    private Patrolling patrolling(PatrolRoom room, PatrolRoom.Times times, Recorder recorder, Own own) {
        return Patrolling.of(
                context,
                room,
                new GuardDesk.Journaled(recorder, made(ground).guards()),
                new Patrolling.Around(times, surroundings, own.fetch(), settings.id()));
    }

    private Recorder recorder(Ground disk, Stamps stamps) {
        Outage outage = new Outage(
                settings.access().whenStorageFails(), settings.journal().heldBytes());
        return new Recorder(context, disk.journal(), disk.seen(), stamps, outage)
                .tracedBy(new EventTraces(disk.traces(), disk.journal()::log));
    }

    /** Of a clock that does not run backwards. */
    private static long upMillis() {
        return System.nanoTime() / 1_000_000;
    }

    /** At once, on as many processors as there are; all have opened or failed when it completes. */
    private Future<Void> openListeners() {
        return Future.join(openMqtt(), openCoap(), openWeb()).mapEmpty();
    }

    private Future<Void> openMqtt() {
        Future<MqttWays> opened = MqttWays.open(
                context, settings, surroundings, made(ground), made(rooms).mqtt());
        return PortRefusal.when(
                        opened, "gatehouse.gateway.mqtt.port", settings.mqtt().port())
                .map(ways -> {
                    mqtt = ways;
                    return null;
                });
    }

    private Future<Void> openCoap() {
        Rooms in = made(rooms);
        CoapIngress.Rooms behind = new CoapIngress.Rooms(
                context, in.devices(), in.desk(), in.commands(), in.own().shelf());
        Future<CoapIngress> started = CoapWay.open(behind, settings, surroundings, made(ground));
        return PortRefusal.when(
                        started, "gatehouse.gateway.coap.port", settings.coap().port())
                .map(ingress -> {
                    coap = ingress;
                    return null;
                });
    }

    private Future<Void> openWeb() {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(settings.host())
                .setPort(settings.web().port());
        Rooms in = made(rooms);
        Supplier<Status> status = () -> in.numbers()
                .status(
                        settings.id(),
                        in.books(),
                        in.link(),
                        in.upward(),
                        made(ground).journal());
        GatewayWeb.Pages pages = new GatewayWeb.Pages(
                status,
                () -> in.numbers().scrape(status.get()),
                new Openings(context, in.desk().rulings()::opening),
                in.own().shelf(),
                in.patrol().wands(),
                in.patrol().pages());
        return WebPorts.open(
                        vertx, settings, made(ground), options, own -> GatewayWeb.start(vertx, context, own, pages))
                .map(started -> {
                    web = started;
                    return null;
                });
    }

    private SiteOrderDesk siteOrders(Rooms in) {
        return new SiteOrderDesk(in.desk(), () -> made(ground).state().keep(context));
    }

    private void begin() {
        Rooms in = made(rooms);
        in.desk().locksVia(in.commands()::byAnyWay);
        in.desk().locksKeptBy(() -> made(ground).state().keep(context));
        in.own().begin(in.commands(), in.link(), in.patrol().besides(siteOrders(in)));
        made(mqtt).begin(context, in.devices(), in.desk(), in.commands());
        in.commands().add(made(coap));
        in.recorder().tell(GatewayEvents.GATEWAY_STARTED, null, Recorder.body().put("bootId", bootId));
        hearBooks(in);
        in.journalNews().tell();
        in.upward().stock().look();
        Again again = new Again(vertx);
        again.every(SECOND_MILLIS, () -> {
            in.commands().tick();
            in.desk().tick();
            made(ground).state().tick(context);
            in.upward().tick();
            in.recorder().tick();
            in.books().tick(in.link()::isUp);
            in.own().tick(in.link()::isUp, () -> !made(ground).journal().storageFailed());
            in.chain().tick();
            in.patrol().tick(in.link()::isUp);
        });
        again.every(GatewayHeartbeat.PERIOD_SECONDS * SECOND_MILLIS, in.upward()::heartbeat);
        again.every(LoopDelay.LOOK_MILLIS, in.numbers().loop()::look);
        again.every(
                SelfMeasures.EVERY_MILLIS, new SelfMeasures(in.numbers(), in.upward(), in.link(), in.recorder())::tell);
        again.every(LET_GO_EVERY_MILLIS, () -> nowAndThen(in));
        in.mqtt().open();
        made(web).begin();
        // the client's library is large: whoever waits at a door since the power came back goes first
        vertx.setTimer(LINK_AFTER_MILLIS, timer -> in.link().start());
    }

    private void nowAndThen(Rooms in) {
        in.upward().letGo();
        in.journalNews().tell();
        made(mqtt)
                .counts()
                .onSuccess(now -> context.runOnContext(v -> in.numbers().mqtt(now)));
    }

    /** The book that is there, and each one after it. */
    private void hearBooks(Rooms in) {
        new AuthorityDesk(context, made(ground).identity(), in.link(), surroundings.random()).follow(in.books(), () -> {
            in.mqtt().siteBookChanged();
            made(coap).siteBookChanged();
        });
    }

    /** Stops in order: nothing new comes in, what is there is written, then everything closes. */
    public Future<Void> stop() {
        Promise<Void> stopped = Promise.promise();
        closeParts().onComplete(closed -> vertx.close().onComplete(v -> stopped.complete()));
        return stopped.future();
    }

    private Future<Void> closeParts() {
        return step(() -> mqtt == null ? Future.succeededFuture() : mqtt.stop())
                .compose(v -> step(() -> context.executeBlocking(() -> {
                    if (coap != null) {
                        coap.close();
                    }
                    return null;
                })))
                .compose(v -> step(() -> web == null ? Future.succeededFuture() : web.close()))
                .compose(v -> step(() ->
                        rooms == null ? Future.succeededFuture() : rooms.link().stop()))
                .compose(v -> step(() -> context.executeBlocking(() -> {
                    if (ground != null) {
                        ground.close();
                    }
                    return null;
                })));
    }

    /** One stuck or broken step never skips the next. */
    private static Future<Void> step(Supplier<Future<Void>> step) {
        return step.get().timeout(5, TimeUnit.SECONDS).recover(failure -> {
            LOG.warn("a step of the stop failed: {}", failure.toString());
            return Future.succeededFuture();
        });
    }

    /** Where devices and people find the gateway, by what for. */
    public Map<String, String> addresses() {
        Map<String, String> addresses = new LinkedHashMap<>();
        String host = settings.host();
        made(mqtt).addresses(host, addresses);
        addresses.put("coap", "coap://" + host + ":" + made(coap).port());
        addresses.put("coaps", "coaps://" + host + ":" + made(coap).securePort());
        addresses.put("web", "http://" + host + ":" + made(web).port());
        addresses.put("webs", "https://" + host + ":" + made(web).securePort());
        return addresses;
    }

    /** The version of the site book in force, 0 when there is none; from any thread. */
    public long siteBookVersion() {
        return made(rooms).books().version();
    }

    public int mqttPort() {
        return made(mqtt).port();
    }

    public int coapPort() {
        return made(coap).port();
    }

    public int coapsPort() {
        return made(coap).securePort();
    }

    public int webPort() {
        return made(web).port();
    }

    private static <T> T made(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("the gateway is not started that far");
        }
        return part;
    }
}
