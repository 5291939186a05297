package io.gatehouse.gateway;

import io.gatehouse.gateway.desk.Decisions;
import io.gatehouse.gateway.device.Devices;
import io.gatehouse.gateway.journal.Journal;
import io.gatehouse.gateway.link.FleetLink;
import io.gatehouse.gateway.record.Recorder;
import io.gatehouse.gateway.web.Status;
import io.gatehouse.launch.Launch;
import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.TimeQuality;
import io.gatehouse.protocol.access.Outcome;
import io.gatehouse.traces.Traces;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** The gateway's numbers: for the heartbeat, for its page, for Prometheus. On the gateway's context. */
final class Numbers {

    private static final String SOFTWARE = Launch.version();

    private final Decisions decisions;
    private final Recorder recorder;
    private final Devices devices;
    private final LongSupplier upMillis;
    private final long begun;
    private final LoopDelay loop;
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Map<String, Double> shown = new LinkedHashMap<>();

    Numbers(Decisions decisions, Recorder recorder, Devices devices, LongSupplier upMillis) {
        this.decisions = decisions;
        this.recorder = recorder;
        this.devices = devices;
        this.upMillis = upMillis;
        this.begun = upMillis.getAsLong();
        this.loop = new LoopDelay(upMillis);
    }

    LoopDelay loop() {
        return loop;
    }

    double uptimeSeconds() {
        return Math.floor((upMillis.getAsLong() - begun) / 1000.0);
    }

    double heapBytes() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /** All decisions since the start. */
    double decisions() {
        long all = 0;
        for (Outcome outcome : Outcome.values()) {
            all += decisions.count(outcome);
        }
        return all;
    }

    /** How many devices are connected now, by what. */
    Map<String, Integer> links() {
        Map<String, Integer> links = new TreeMap<>(Map.of("mqtt", 0, "coap", 0, "dtls", 0));
        devices.facts().forEach(one -> {
            if (one.session() != null) {
                links.merge(one.session(), 1, Integer::sum);
            }
        });
        return links;
    }

    Map<String, Double> measures() {
        Map<String, Double> measures = new LinkedHashMap<>();
        measures.put("heap_bytes", heapBytes());
        measures.put("uptime_seconds", uptimeSeconds());
        measures.put("loop_delay_millis", (double) loop.worst());
        links().forEach((kind, count) -> measures.put("links_" + kind, (double) count));
        for (Outcome outcome : Outcome.values()) {
            measures.put("decisions_" + outcome.name().toLowerCase(Locale.ROOT), (double) decisions.count(outcome));
        }
        measures.put("journal_refused", (double) recorder.refused());
        measures.put("storage_failed", recorder.isStorageFailed() ? 1.0 : 0.0);
        measures.put("records_held", (double) recorder.held());
        measures.put("strangers", (double) devices.strangers());
        return measures;
    }

    Status status(String gateway, SiteBookDesk books, FleetLink link, Upward upward, Journal journal) {
        return new Status(
                books.inForce().map(book -> book.site()).map(SiteId::value).orElse(null),
                gateway,
                SOFTWARE,
                new Status.Link(link.isUp(), link.upForMillis(), link.doubt()),
                new Status.SiteBook(books.version()),
                new Status.Journal(
                        upward.backlog(Lane.EVIDENCE),
                        upward.backlog(Lane.TELEMETRY),
                        journal.bytes(),
                        journal.storageFailed() || recorder.isStorageFailed(),
                        recorder.held()),
                upward.stock().told(),
                upward.clock(),
                devices.facts().stream().map(Status.Line::of).toList(),
                decisions.last(),
                measures());
    }

    /** The numbers as Prometheus reads them. */
    String scrape(Status status) {
        Map<String, Double> now = new LinkedHashMap<>(status.measures());
        now.put("link_up", status.link().connected() ? 1.0 : 0.0);
        now.put("site_book_version", (double) status.siteBook().version());
        now.put("backlog_evidence", (double) status.journal().evidence());
        now.put("backlog_telemetry", (double) status.journal().telemetry());
        now.put("journal_bytes", (double) status.journal().bytes());
        now.put("storage_failed", status.journal().storageFailed() ? 1.0 : 0.0);
        status.storage().lanes().forEach(lane -> {
            String name = lane.lane().name().toLowerCase(Locale.ROOT);
            now.put("journal_bytes_" + name, (double) lane.bytes());
            now.put("journal_quota_" + name, (double) lane.quota());
        });
        if (status.storage().diskFree() != null && status.storage().diskSize() != null) {
            now.put("disk_free_bytes", (double) status.storage().diskFree());
            now.put("disk_size_bytes", (double) status.storage().diskSize());
        }
        now.put("clock_trusted", status.clock().quality() == TimeQuality.UNTRUSTED ? 0.0 : 1.0);
        Traces.Counts traces = recorder.traces().counts();
        now.put("traces_sent", (double) traces.sent());
        now.put("traces_dropped", (double) traces.dropped());
        now.put("traces_failed", (double) traces.failed());
        now.put("devices_connected", (double)
                status.devices().stream().filter(d -> d.session() != null).count());
        now.forEach((name, value) -> {
            if (shown.put(name, value) == null) {
                Gauge.builder("gatehouse.gateway." + name, shown, map -> map.getOrDefault(name, 0.0))
                        .register(registry);
            }
        });
        return registry.scrape();
    }
}
