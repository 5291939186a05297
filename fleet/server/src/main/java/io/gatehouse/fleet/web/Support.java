package io.gatehouse.fleet.web;

import io.gatehouse.fleet.core.FleetCore;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.support.Installation;
import io.gatehouse.fleet.support.Redaction;
import io.gatehouse.fleet.support.SupportBundle;
import io.gatehouse.launch.Launch;
import io.gatehouse.launch.RecentLog;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.lang.management.ManagementFactory;
import java.lang.management.RuntimeMXBean;
import java.time.Clock;
import java.util.List;

/** Puts a support bundle together. Blocks. */
record Support(
        FleetCore core,
        Installation installation,
        Bulk.Process process,
        Redaction redaction,
        PrometheusMeterRegistry registry,
        Clock clock) {

    byte[] bundle() {
        return new SupportBundle(redaction)
                .with("settings.yaml", String.join("\n", process.settings()) + "\n")
                .with("versions.txt", versions())
                .with("installation.json", Json.write(installation.examine()))
                .with("gateways.json", Json.write(core.gatewayBoard().list()))
                .with("backlog.json", Json.write(core.backlogBoard().list()))
                .with("attention.json", Json.write(core.overview().now()))
                .with("metrics.txt", registry.scrape())
                .with("log.txt", String.join("\n", RecentLog.lines()) + "\n")
                .zip(clock.instant());
    }

    private static String versions() {
        RuntimeMXBean running = ManagementFactory.getRuntimeMXBean();
        return String.join(
                "\n",
                List.of(
                        "gatehouse " + Launch.version(),
                        "java " + running.getVmVendor() + " " + running.getVmVersion(),
                        "system " + System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                                + System.getProperty("os.arch"),
                        "processors " + Runtime.getRuntime().availableProcessors(),
                        "heap " + Runtime.getRuntime().maxMemory(),
                        "up " + running.getUptime() + " ms",
                        ""));
    }
}
