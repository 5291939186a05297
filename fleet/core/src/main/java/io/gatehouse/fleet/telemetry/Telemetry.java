package io.gatehouse.fleet.telemetry;

import io.gatehouse.launch.Surroundings;
import java.nio.file.Path;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything about measurements, made and joined; its parts block. */
public final class Telemetry implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Telemetry.class);
    private static final int STOP_SECONDS = 10;

    private final SeriesStore store;
    private final RollUps rollUps;
    private final SeriesFeed feed;
    private final Series series;
    private final Findings findings;
    private final Oddities oddities;
    private final TelemetryBoard board;
    private final ScheduledThreadPoolExecutor thread =
            new ScheduledThreadPoolExecutor(1, task -> new Thread(task, "fleet-telemetry"));

    private Telemetry(Jdbi jdbi, SeriesStore store, Retention retention, Surroundings surroundings) {
        this.store = store;
        this.findings = new Findings(jdbi, surroundings.clock());
        this.oddities = new Oddities(jdbi, surroundings.clock(), findings);
        this.rollUps = new RollUps(jdbi, store, retention, surroundings.clock());
        CounterWatch counters = new CounterWatch(findings::note);
        this.feed = new SeriesFeed(jdbi, store, rollUps, retention, surroundings.clock(), counters::look);
        this.series = new Series(store, rollUps, retention, surroundings.clock());
        this.board = new TelemetryBoard(jdbi, store, feed, rollUps, retention);
    }

    /** Opens the store; one that is elsewhere may be away meanwhile. */
    public static Telemetry open(Jdbi jdbi, Path folder, TelemetrySettings settings, Surroundings surroundings) {
        SeriesStore store = settings.elsewhere()
                .map(made -> made.apply(settings.retention()))
                .orElseGet(() -> DuckDbSeriesStore.open(folder.resolve("series.duckdb"), surroundings));
        return new Telemetry(jdbi, store, settings.retention(), surroundings);
    }

    public SeriesStore store() {
        return store;
    }

    public RollUps rollUps() {
        return rollUps;
    }

    public SeriesFeed feed() {
        return feed;
    }

    public Series series() {
        return series;
    }

    public Findings findings() {
        return findings;
    }

    public TelemetryBoard board() {
        return board;
    }

    /** Carries and rolls up from now on, on a thread of its own: a store that is slow or away holds nothing else up. */
    public void start() {
        every(1, "carry measurements", feed::run);
        every(60, "roll up measurements", rollUps::run);
        every(60, "look for oddities", oddities::run);
        every(3_600, "forget old findings", findings::forget);
    }

    private void every(int seconds, String what, Runnable chore) {
        thread.scheduleWithFixedDelay(() -> attempt(what, chore), seconds, seconds, TimeUnit.SECONDS);
    }

    private void attempt(String what, Runnable chore) {
        try {
            chore.run();
        } catch (RuntimeException e) {
            // it comes again; that the store is away is told by the feed
            if (feed.away() == null) {
                LOG.warn("could not {}: {}", what, e.toString());
            }
        }
    }

    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            thread.shutdownNow();
        }
        store.close();
    }
}
