package io.gatehouse.fleet.web.alarm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.alarm.AlarmBook;
import io.gatehouse.fleet.core.FleetCore;
import io.gatehouse.fleet.core.Watching;
import io.gatehouse.fleet.courier.Courier;
import io.gatehouse.fleet.store.Reach;
import io.gatehouse.fleet.web.api.Listing;
import io.gatehouse.fleet.web.api.Objections;
import io.gatehouse.fleet.web.api.Questions;
import io.gatehouse.fleet.web.call.Audit;
import io.gatehouse.fleet.web.call.Operations;
import io.gatehouse.fleet.web.call.Work;
import io.gatehouse.fleet.web.live.ListWatch;
import io.gatehouse.fleet.web.live.Live;
import io.gatehouse.fleet.web.live.Topic;
import io.gatehouse.launch.Surroundings;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This room, wired: rounds are carried out on workers at a steady pace, and what they change goes to whoever listens. Made,
 * started and stopped on the web's context.
 */
public final class AlarmWeb {

    private static final Logger LOG = LoggerFactory.getLogger(AlarmWeb.class);

    /** A cut line is seen after two heartbeats and 2 s; a round later it is an alarm. */
    private static final long PACE_MILLIS = 2_000;

    /** Soon after the start, and then once an hour. */
    private static final long FORGET_FIRST_MILLIS = 60_000;

    private static final long FORGET_MILLIS = 3_600_000;
    private static final Duration OFTEN = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final FleetCore core;
    private final Watching watching;
    private final Courier courier;
    private final Questions questions;
    private final Work work;
    private final Live live;
    private final MeterRegistry registry;
    private final ListWatch watch;
    private final Duration kept;
    private boolean stopped;

    /**
     * How alarms are told, and for how long those are kept that are done with.
     *
     * @param kept at least a day
     */
    public record Settings(Courier.Settings sending, Duration kept) {}

    /** What it stands on. */
    public record Ground(
            Vertx vertx, FleetCore core, Surroundings surroundings, MeterRegistry registry, Work work, Live live) {}

    public AlarmWeb(Ground ground, Settings settings) {
        this.vertx = ground.vertx();
        this.core = ground.core();
        this.work = ground.work();
        this.live = ground.live();
        this.watching = Watching.of(core, ground.surroundings());
        this.questions = new Questions(watching.views(), ground.surroundings().clock());
        this.courier = new Courier(
                new Courier.Ground(vertx, ground.surroundings(), ground.registry()),
                watching.outbox(),
                settings.sending(),
                work);
        this.registry = ground.registry();
        this.kept = settings.kept();
        this.watch = new ListWatch(vertx, live, work, watched());
        new AlarmMeters(watching, () -> core.overview().now()).register(registry);
    }

    public Questions questions() {
        return questions;
    }

    /** Who may object to an approval is asked as alarms are told. */
    public Objections objections() {
        return courier.objections();
    }

    public Watching watching() {
        return watching;
    }

    public void addTo(Operations operations, Audit audit, Listing listing) {
        new SearchApi(watching.views(), questions, audit, work).addTo(operations);
        new AlarmApi(
                        watching.alarms().book(),
                        watching.alarms().desk(),
                        new AlarmApi.Ground(
                                questions, listing, audit, work, () -> live.changed(Topic.OVERVIEW, List.of())))
                .addTo(operations);
        new RuleApi(watching.alarms(), audit, work).addTo(operations);
        new ChannelApi(new ChannelApi.Ground(watching.channels(), watching.outbox(), courier), audit, work)
                .addTo(operations);
    }

    /** What happened at each site in the last day, by the hour. Blocks. */
    public ObjectNode lastDay(Reach reach) {
        return watching.lastDay().of(reach);
    }

    /** The overview with what people made of each problem. Blocks. */
    public ObjectNode overview(Reach reach) {
        return watching.alarms().dressed(core.overview().now(reach), reach);
    }

    /** What is told to whoever listens to alarms. */
    private ListWatch.Watched watched() {
        return new ListWatch.Watched(
                Topic.ALARMS,
                () -> watching.alarms().book().list(AlarmBook.Asked.all()),
                OFTEN,
                List.of("id"),
                List.of(),
                List.of("state", "maskedBy", "owner"));
    }

    public void start() {
        courier.start();
        watch.start();
        again();
        vertx.setTimer(FORGET_FIRST_MILLIS, id -> forget());
    }

    public Future<Void> stop() {
        stopped = true;
        watch.stop();
        return courier.stop();
    }

    private void forget() {
        if (stopped) {
            return;
        }
        work.call(() -> watching.forgetting().run(kept))
                .onSuccess(gone -> {
                    if (gone > 0) {
                        LOG.info("{} alarms that were done with {} days ago were deleted", gone, kept.toDays());
                    }
                })
                .onFailure(failure -> LOG.warn("old alarms cannot be deleted: {}", failure.toString()))
                .onComplete(done -> vertx.setTimer(FORGET_MILLIS, id -> forget()));
    }

    private void again() {
        vertx.setTimer(PACE_MILLIS, id -> look());
    }

    private void look() {
        if (stopped) {
            return;
        }
        Timer.Sample begun = Timer.start(registry);
        work.call(() -> watching.alarms().round().run())
                .onSuccess(changed -> {
                    begun.stop(registry.timer("gatehouse.fleet.alarm.round"));
                    if (changed > 0) {
                        live.changed(Topic.OVERVIEW, List.of());
                    }
                })
                .onFailure(failure -> LOG.warn("the alarms cannot be looked at: {}", failure.toString()))
                .onComplete(done -> again());
    }
}
