package io.gatehouse.fleet.web;

import io.gatehouse.fleet.account.DeviceChanges;
import io.gatehouse.fleet.core.ChangeRooms;
import io.gatehouse.fleet.core.FleetCore;
import io.gatehouse.fleet.courier.ReportCourier;
import io.gatehouse.fleet.web.alarm.AlarmWeb;
import io.gatehouse.fleet.web.api.AccessApi;
import io.gatehouse.fleet.web.api.AccessGround;
import io.gatehouse.fleet.web.api.ArtifactApi;
import io.gatehouse.fleet.web.api.AuditApi;
import io.gatehouse.fleet.web.api.AuthorityApi;
import io.gatehouse.fleet.web.api.CardApi;
import io.gatehouse.fleet.web.api.CommandApi;
import io.gatehouse.fleet.web.api.CommissionApi;
import io.gatehouse.fleet.web.api.Compiling;
import io.gatehouse.fleet.web.api.DeviceApi;
import io.gatehouse.fleet.web.api.DeviceSeriesApi;
import io.gatehouse.fleet.web.api.EnrolmentApi;
import io.gatehouse.fleet.web.api.EventApi;
import io.gatehouse.fleet.web.api.GapApi;
import io.gatehouse.fleet.web.api.GatewayApi;
import io.gatehouse.fleet.web.api.GatewayLabelApi;
import io.gatehouse.fleet.web.api.GatewayListApi;
import io.gatehouse.fleet.web.api.GatewaySeriesApi;
import io.gatehouse.fleet.web.api.HealthApi;
import io.gatehouse.fleet.web.api.HolidayApi;
import io.gatehouse.fleet.web.api.ImportApi;
import io.gatehouse.fleet.web.api.JobApi;
import io.gatehouse.fleet.web.api.LabelApi;
import io.gatehouse.fleet.web.api.Listing;
import io.gatehouse.fleet.web.api.MakerApi;
import io.gatehouse.fleet.web.api.Objections;
import io.gatehouse.fleet.web.api.OverviewApi;
import io.gatehouse.fleet.web.api.PassApi;
import io.gatehouse.fleet.web.api.PatrolApi;
import io.gatehouse.fleet.web.api.PatrolTelling;
import io.gatehouse.fleet.web.api.PeopleApi;
import io.gatehouse.fleet.web.api.PeopleListApi;
import io.gatehouse.fleet.web.api.PositionApi;
import io.gatehouse.fleet.web.api.ProfileApi;
import io.gatehouse.fleet.web.api.QuarantineApi;
import io.gatehouse.fleet.web.api.Questions;
import io.gatehouse.fleet.web.api.ReasonApi;
import io.gatehouse.fleet.web.api.ReplayApi;
import io.gatehouse.fleet.web.api.ReportApi;
import io.gatehouse.fleet.web.api.RolloutApi;
import io.gatehouse.fleet.web.api.RolloutQuestions;
import io.gatehouse.fleet.web.api.RoundApi;
import io.gatehouse.fleet.web.api.SeriesApi;
import io.gatehouse.fleet.web.api.SettingsApi;
import io.gatehouse.fleet.web.api.SiteApi;
import io.gatehouse.fleet.web.api.SiteBookApi;
import io.gatehouse.fleet.web.api.SiteOrderApi;
import io.gatehouse.fleet.web.api.TelemetryApi;
import io.gatehouse.fleet.web.api.TimelineApi;
import io.gatehouse.fleet.web.api.Told;
import io.gatehouse.fleet.web.api.WhatIfApi;
import io.gatehouse.fleet.web.api.WorkApi;
import io.gatehouse.fleet.web.call.Api;
import io.gatehouse.fleet.web.call.Audit;
import io.gatehouse.fleet.web.call.Contract;
import io.gatehouse.fleet.web.call.Failures;
import io.gatehouse.fleet.web.call.Operations;
import io.gatehouse.fleet.web.call.Work;
import io.gatehouse.fleet.web.est.Est;
import io.gatehouse.fleet.web.est.TrustFiles;
import io.gatehouse.fleet.web.guard.GuardDoor;
import io.gatehouse.fleet.web.live.ListWatch;
import io.gatehouse.fleet.web.live.Live;
import io.gatehouse.fleet.web.oidc.OidcSettings;
import io.gatehouse.fleet.web.patrol.PatrolRecords;
import io.gatehouse.fleet.web.sign.SignInLimits;
import io.gatehouse.fleet.whatif.Replay;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.traces.Traces;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * The web side, wired. Made, started and stopped on its context.
 *
 * <pre>
 *  listener ─► SafetyHeaders ─┬─► Api (contract, roles, CSRF) ─► Operations ─► *Api ─► core, on workers
 *                             ├─► Est (/.well-known/est), TrustFiles (/trust)
 *                             ├─► Stream ◄── Live ◄── LiveFeed, ListWatch
 *                             ├─► Vitals (/health, /metrics)
 *                             └─► Console (pages)
 * </pre>
 */
public final class Web {

    private static final int WAITING_CALLS = 500;

    private final WebServer server;
    private final Live live;
    private final List<ListWatch> watches;
    private final Work work;
    private final AlarmWeb alarms;
    private final ReportCourier reports;

    private Web(WebServer server, Live live, List<ListWatch> watches, Inside inside) {
        this.server = server;
        this.live = live;
        this.watches = watches;
        this.work = inside.work;
        this.alarms = inside.alarms;
        this.reports = inside.reports;
    }

    /**
     * What the web side is made with.
     *
     * @param folder pages to serve in place of the built-in ones, or nothing
     * @param checks what {@code /health} asks, by name; each may block
     * @param told what a support bundle tells of this process
     * @param alarms how alarms are told and how long they are kept
     */
    public record Settings(
            Optional<Path> folder,
            Optional<String> metricsToken,
            int workers,
            int maxListeners,
            Map<String, Callable<Boolean>> checks,
            SignIn signIn,
            Bulk.Process told,
            AlarmWeb.Settings alarms) {}

    /**
     * How people come in.
     *
     * @param adminsNeedSecondFactor whether an admin without a second factor may only set one up
     * @param oidc the identity provider, when there is one
     * @param publicUrl how browsers reach this fleet, if that was set
     */
    public record SignIn(boolean adminsNeedSecondFactor, Optional<OidcSettings> oidc, Optional<URI> publicUrl) {}

    /** What the web side stands on. */
    public record Ground(
            Context context,
            FleetCore core,
            Told told,
            Surroundings surroundings,
            PrometheusMeterRegistry registry,
            Traces traces) {

        Vertx vertx() {
            return context.owner();
        }
    }

    /** Reads the contract and wires everything; nothing listens yet. */
    public static Future<Web> wire(Ground ground, Settings settings) {
        return Contract.load(ground.vertx()).map(contract -> wire(ground, contract, settings));
    }

    private static Web wire(Ground ground, Contract contract, Settings settings) {
        Vertx vertx = ground.vertx();
        FleetCore core = ground.core();
        Work work = new Work(vertx.createSharedWorkerExecutor("fleet-web", settings.workers()), WAITING_CALLS);
        Live live = new Live(
                vertx, ground.context(), work, ground.surroundings().ids().next(), settings.maxListeners());
        AlarmWeb alarms = new AlarmWeb(
                new AlarmWeb.Ground(vertx, core, ground.surroundings(), ground.registry(), work, live),
                settings.alarms());
        live.overviewFrom(alarms::overview);
        Inside inside = new Inside(live, work, alarms, reports(ground, settings, work));
        Failures failures = new Failures(ground.surroundings().ids(), DatabaseDown::isCauseOf);
        Entrance entrance = new Entrance(ground, settings.signIn(), work);
        Operations operations = operations(ground, contract, inside, entrance);
        Bulk.support(operations, ground, settings, work);
        Api.Doors doors = entrance.doors(contract, operations, failures);
        Api api = new Api(vertx, contract, operations, doors, work);
        Vitals vitals = new Vitals(settings.checks(), ground.registry(), settings.metricsToken(), work);
        Compiling compiling = new Compiling(core.gateways(), core.siteBooks(), ground.told());
        Est est = new Est(
                core.enrolments(),
                compiling,
                new SignInLimits(ground.surroundings().clock()),
                work);
        GuardDoor guards = guards(ground, compiling, work);
        Console console = new Console(new Assets(settings.folder().orElse(null)), work);
        WebServer.Parts parts =
                new WebServer.Parts(api, vitals, est, new TrustFiles(core.authorities()), guards, console);
        measure(ground.registry(), work, live);
        return new Web(
                WebServer.of(vertx, parts, failures, ground.traces()),
                live,
                ListWatches.of(core, vertx, live, work),
                inside);
    }

    private static GuardDoor guards(Ground ground, Compiling compiling, Work work) {
        FleetCore core = ground.core();
        Surroundings around = ground.surroundings();
        PatrolTelling telling = new PatrolTelling(core.commands(), ground.told(), around.ids());
        GuardDoor.Told told = new GuardDoor.Told(core, compiling, telling, around.clock());
        return new GuardDoor(told, new SignInLimits(around.clock()), work);
    }

    private static ReportCourier reports(Ground ground, Settings settings, Work work) {
        return new ReportCourier(
                new ReportCourier.Ground(ground.vertx(), ground.surroundings().clock(), ground.registry(), work),
                ground.core().patrol(),
                settings.alarms().sending());
    }

    /** What the web side's own parts share. */
    private record Inside(Live live, Work work, AlarmWeb alarms, ReportCourier reports) {}

    private static void measure(PrometheusMeterRegistry registry, Work work, Live live) {
        registry.gauge("gatehouse.fleet.web.open.calls", work, Work::open);
        registry.gauge("gatehouse.fleet.web.listeners", live, Live::listening);
        registry.gauge("gatehouse.fleet.web.listeners.slow", live, Live::slow);
    }

    private static Operations operations(Ground ground, Contract contract, Inside inside, Entrance entrance) {
        Work work = inside.work;
        Vertx vertx = ground.vertx();
        FleetCore core = ground.core();
        Told told = ground.told();
        Surroundings surroundings = ground.surroundings();
        Work exports = new Work(vertx.createSharedWorkerExecutor("fleet-exports", 3), 3);
        Audit audit = Audit.ofCalls();
        Operations operations = new Operations();
        entrance.addTo(operations, audit, inside.live, exports);
        new OverviewApi(inside.alarms::overview, inside.alarms::lastDay, contract, work).addTo(operations);
        Compiling compiling = new Compiling(core.gateways(), core.siteBooks(), told);
        new SiteApi(core.sites(), core.estates(), compiling, audit, work).addTo(operations);
        AccessGround access = new AccessGround(core.sites(), compiling, audit, work);
        access(ground, access, operations);
        new PassApi(core.passes(), access, surroundings.clock()).addTo(operations);
        new HolidayApi(core.holidays(), access).addTo(operations);
        patrol(ground, access, operations);
        GatewayApi.Boards boards = new GatewayApi.Boards(core.gatewayBoard(), core.backlogBoard());
        new GatewayApi(core, boards, audit, work).addTo(operations);
        identity(core, access, surroundings.clock(), inside.alarms.objections(), operations);
        Bulk.addTo(operations, ground, access);
        FloorWeb.addTo(operations, ground, access);
        devicesInService(core, access, told, operations);
        new SiteBookApi(core, told, audit, work).addTo(operations);
        Listing listing = new Listing(vertx, exports);
        things(ground, inside, audit, listing, operations);
        new PeopleListApi(core.people(), inside.alarms.questions(), listing, access).addTo(operations);
        measurements(core, surroundings.clock(), audit, work, operations);
        changing(core, told, inside, audit, operations);
        new GapApi(core.gaps(), vertx, work, exports).addTo(operations);
        new AuditApi(
                        new AuditApi.Proof(core.auditBoard(), core.auditExport(), core.auditKeys()),
                        audit,
                        vertx,
                        work,
                        exports)
                .addTo(operations);
        return operations.viewer("stream", new io.gatehouse.fleet.web.live.Stream(inside.live));
    }

    /** Devices, gateways and what happened to them; alarms. */
    private static void things(Ground on, Inside inside, Audit audit, Listing listing, Operations operations) {
        FleetCore core = on.core();
        Work work = inside.work;
        Questions questions = inside.alarms.questions();
        inside.alarms.addTo(operations, audit, listing);
        new GatewayListApi(core.gatewayBoard(), questions, listing, work).addTo(operations);
        new EventApi(core.events(), questions, listing, work).addTo(operations);
        new DeviceApi(
                        core.deviceBoard(),
                        new DeviceApi.Ground(inside.alarms.watching().devices(), questions, listing),
                        work)
                .addTo(operations);
        TimelineApi.Sources timeline = new TimelineApi.Sources(
                core.events(),
                core.commands(),
                inside.alarms.watching().alarms().book(),
                FloorWeb.notes(core, on.surroundings().clock()),
                new DeviceChanges(core.jdbi()));
        new TimelineApi(timeline, core.deviceBoard(), work).addTo(operations);
    }

    /** What is measured, and what that says. */
    private static void measurements(FleetCore core, Clock clock, Audit audit, Work work, Operations operations) {
        SeriesApi series = new SeriesApi(core.telemetry().series(), clock);
        new DeviceSeriesApi(core.deviceBoard(), series, work).addTo(operations);
        new GatewaySeriesApi(core.gatewayBoard(), series, work).addTo(operations);
        new HealthApi(core.deviceHealth(), work).addTo(operations);
        new TelemetryApi(core.telemetry().board(), audit, work).addTo(operations);
    }

    /** What changes devices and sites: commands, orders, jobs, settings, rollouts. */
    private static void changing(FleetCore core, Told told, Inside inside, Audit audit, Operations operations) {
        Work work = inside.work;
        new CommandApi(core.commands(), core.deviceBoard(), told, audit, work).addTo(operations);
        new SiteOrderApi(core.sites(), core.commands(), told, audit, work).addTo(operations);
        ChangeRooms rooms = core.changing();
        rooms.outlet().via(told::command);
        new JobApi(rooms.jobs(), rooms.queue(), rooms.outlet(), audit, work).addTo(operations);
        new ArtifactApi(core, rooms.artifacts(), audit, work).addTo(operations);
        new MakerApi(rooms.artifacts().makers(), rooms.rollouts(), audit, work).addTo(operations);
        RolloutQuestions whom = new RolloutQuestions(inside.alarms.watching().devices(), inside.alarms.questions());
        new RolloutApi(rooms.rollouts(), whom, audit, work).addTo(operations);
        new SettingsApi(rooms.twins(), rooms.gatewayConfigurations(), rooms.outlet(), audit, work).addTo(operations);
    }

    /** People, what they carry, and where that lets them. */
    private static void access(Ground on, AccessGround ground, Operations operations) {
        FleetCore core = on.core();
        new AccessApi(core.accessThings(), core.holidays(), ground).addTo(operations);
        new ReasonApi().addTo(operations);
        new PeopleApi(core.people(), core.cards(), ground).addTo(operations);
        new CardApi(core.cards(), core.pins(), ground).addTo(operations);
        new ImportApi(core.peopleImport(), ground).addTo(operations);
        new ReportApi(core.reports(), core.cards(), ground).addTo(operations);
        new WhatIfApi(core.whatIf(), ground, on.surroundings().clock()).addTo(operations);
        Work replays = new Work(on.vertx().createSharedWorkerExecutor("fleet-replays", 1), 3);
        AccessGround slow = new AccessGround(ground.sites(), ground.compiling(), ground.audit(), replays);
        new ReplayApi(core.replay(Replay.Bounds.USUAL), slow).addTo(operations);
    }

    /** Plans of rounds, and what became of them. */
    private static void patrol(Ground on, AccessGround ground, Operations operations) {
        FleetCore core = on.core();
        new PatrolApi(core.patrol(), ground).addTo(operations);
        PatrolTelling telling =
                new PatrolTelling(core.commands(), on.told(), on.surroundings().ids());
        new RoundApi(core.patrol(), ground, telling, on.surroundings()).addTo(operations);
        PatrolRecords.addTo(operations, core.patrol(), ground, telling, on.surroundings());
    }

    /** Who may speak for what. */
    private static void identity(
            FleetCore core, AccessGround ground, Clock clock, Objections objections, Operations operations) {
        new LabelApi(core, ground.compiling(), ground.audit(), ground.work()).addTo(operations);
        new GatewayLabelApi(core, ground.audit(), ground.work()).addTo(operations);
        new EnrolmentApi(core, ground.compiling(), ground.audit(), ground.work(), clock).addTo(operations);
        new AuthorityApi(core, ground.audit(), ground.work(), clock).addTo(operations);
        new QuarantineApi(core, ground.compiling(), ground.audit(), ground.work(), objections).addTo(operations);
    }

    /** What devices are, where they belong, and bringing them into service. */
    private static void devicesInService(FleetCore core, AccessGround ground, Told told, Operations operations) {
        new ProfileApi(core.commission().profiles(), ground.audit(), ground.work()).addTo(operations);
        new PositionApi(core, ground.compiling(), ground.audit(), ground.work()).addTo(operations);
        new CommissionApi(core, ground.compiling(), told, ground.audit(), ground.work()).addTo(operations);
        new WorkApi(core.commission().work(), ground.work()).addTo(operations);
    }

    /** Where news go in. */
    public Live live() {
        return live;
    }

    /** The pool for blocking calls. */
    public Work work() {
        return work;
    }

    /** Opens the plain listener; see {@link WebServer#listen}. */
    public Future<Integer> listen(String host, int port) {
        watches.forEach(ListWatch::start);
        alarms.start();
        reports.start();
        return server.listen(host, port);
    }

    /** Opens the encrypted listener. */
    public Future<Integer> listenEncrypted(String host, int port, WebEncryption encryption) {
        return server.listenEncrypted(host, port, encryption);
    }

    public Future<Void> stop() {
        watches.forEach(ListWatch::stop);
        live.stop();
        return alarms.stop().eventually(reports::stop).eventually(server::stop);
    }
}
