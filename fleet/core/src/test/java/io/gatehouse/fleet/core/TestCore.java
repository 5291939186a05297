package io.gatehouse.fleet.core;

import io.gatehouse.fleet.store.DatabaseSettings;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.SiteId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** One core with the bundled PostgreSQL for all tests of a run; each test makes a site of its own. */
public final class TestCore {

    private static final AtomicInteger NEXT = new AtomicInteger();
    private static final Path FOLDER = newFolder();
    private static final FleetCore CORE = open(FOLDER);

    private TestCore() {}

    public static FleetCore core() {
        return CORE;
    }

    /** A new site with one gateway. */
    public static GatewayId newGateway() {
        int n = NEXT.incrementAndGet();
        SiteId site = new SiteId("site-" + n);
        GatewayId gateway = new GatewayId("gw-" + n);
        CORE.sites().put(site, "Site " + n, "UTC");
        CORE.gateways().put(gateway, site, "Gateway " + n);
        return gateway;
    }

    public static SiteId siteOf(GatewayId gateway) {
        return CORE.gateways().siteOf(gateway).orElseThrow();
    }

    public static LogId newLog() {
        return new LogId(Surroundings.ofSystem().ids().next());
    }

    /** The core's data folder, with the database. */
    public static Path folder() {
        return FOLDER;
    }

    private static Path newFolder() {
        try {
            return Files.createTempDirectory("fleet-core-test");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static FleetCore open(Path folder) {
        FleetCore core = FleetCore.open(folder, DatabaseSettings.bundled(), Surroundings.ofSystem());
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            core.close();
                            delete(folder);
                        },
                        "test-core-close"));
        return core;
    }

    private static void delete(Path folder) {
        try (Stream<Path> paths = Files.walk(folder)) {
            paths.sorted(Comparator.reverseOrder())
                    .forEach(path -> path.toFile().delete());
        } catch (IOException e) {
            System.err.println("left behind: " + folder);
        }
    }
}
