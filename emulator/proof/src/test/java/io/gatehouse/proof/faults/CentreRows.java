package io.gatehouse.proof.faults;

import io.gatehouse.emulator.fault.FaultProxy;
import io.gatehouse.emulator.fault.Faults;
import io.gatehouse.emulator.fault.Line;
import io.gatehouse.fleet.Fleet;
import io.gatehouse.proof.road.ForkedGateway;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** F2, F3 and F16: what stands in the middle fails: the broker, the fleet, its database. */
final class CentreRows {

    private static final double RECONNECT_SECONDS = 5;
    private static final double RESUME_SECONDS = 10;
    private static final double WAITING_SHARE = 0.10;

    private CentreRows() {}

    /** Fleet and gateway meet at a Mosquitto that keeps nothing; it is killed and restarted again and again. */
    static Finding brokerKilled(FaultStand stand, boolean whole) throws Exception {
        int kills = whole ? 20 : 2;
        Path scratch = stand.folder("f2");
        FaultStand.Database database = stand.database("f2");
        try (Mosquitto broker = new Mosquitto(scratch)) {
            broker.start();
            Fleet fleet = FaultStand.startFleet(
                    scratch.resolve("fleet"),
                    with(database.url(), database, "gatehouse.fleet.broker.url", "tcp://127.0.0.1:" + broker.port()));
            try (FaultSite site = FaultSite.at(
                    FaultStand.at(fleet, broker.port()),
                    scratch,
                    "f2",
                    4,
                    Map.of("gatehouse.gateway.fleet.longest-pause", "2s"))) {
                site.start();
                Load load = site.load(4, 100, "mqtt5", "coap", "mqtt3").start();
                double slowest = 0;
                for (int i = 0; i < kills; i++) {
                    load.during(Duration.ofMillis(900));
                    if (i % 2 == 0) {
                        broker.kill();
                    } else {
                        broker.stop();
                    }
                    load.during(Duration.ofMillis(900));
                    broker.start();
                    slowest = Math.max(slowest, until(site::isConnected));
                }
                boolean answered = load.awaitAnswered(Duration.ofMinutes(3));
                Judgement judgement = site.judgement(Duration.ofSeconds(60));
                return new Finding.Notes()
                        .say(
                                "%d kills and %d ordered stops of the broker, %d events",
                                kills - kills / 2, kills / 2, judgement.events())
                        .judge(judgement)
                        .must(answered, "all events answered")
                        .say("reconnected in %.1f s", slowest)
                        .inTime(slowest <= RECONNECT_SECONDS, "reconnected within 5 s")
                        .done();
            } finally {
                fleet.stop().await(30, TimeUnit.SECONDS);
            }
        }
    }

    private static Map<String, String> with(String url, FaultStand.Database database, String name, String value) {
        return Map.of(
                "gatehouse.fleet.database.url",
                url,
                "gatehouse.fleet.database.user",
                "gatehouse",
                "gatehouse.fleet.database.password",
                database.password(),
                name,
                value);
    }

    private static double until(Callable<Boolean> condition) {
        long begun = System.nanoTime();
        Awaitility.await()
                .atMost(Duration.ofSeconds(120))
                .pollInterval(Duration.ofMillis(50))
                .until(condition);
        return (System.nanoTime() - begun) / 1e9;
    }

    /** A broker process on a port that stays the same. */
    private static final class Mosquitto implements AutoCloseable {

        private final Path program = Machine.tool("mosquitto", "mosquitto");
        private final int port = ForkedGateway.freeTcpPort();
        private final Path conf;
        private @Nullable Process process;

        Mosquitto(Path scratch) throws IOException {
            conf = Files.writeString(
                    scratch.resolve("mosquitto.conf"),
                    "listener " + port + " 127.0.0.1\nallow_anonymous true\nmax_queued_messages 0\n");
        }

        int port() {
            return port;
        }

        void start() throws IOException {
            process = new ProcessBuilder(program.toString(), "-c", conf.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            conf.resolveSibling("mosquitto.log").toFile()))
                    .start();
        }

        void kill() throws InterruptedException {
            Process running = process;
            if (running != null) {
                running.destroyForcibly().waitFor();
            }
        }

        /** Ordered: it says goodbye to whoever is connected. */
        void stop() throws InterruptedException {
            Process running = process;
            if (running != null) {
                running.destroy();
                running.waitFor();
            }
        }

        @Override
        public void close() throws InterruptedException {
            kill();
        }
    }

    /** The fleet dies while it takes in a backlog. */
    static Finding fleetKilled(FaultStand stand, boolean whole) throws Exception {
        int backlog = whole ? 60_000 : 6_000;
        Path scratch = stand.folder("f3");
        try (ForkedFleet fleet = new ForkedFleet(scratch, stand.database("f3"))) {
            fleet.start();
            try (FaultSite site = FaultSite.at(fleet.at(), scratch, "f3", 20, Map.of())) {
                site.start();
                site.line().cut();
                Load load = site.load(20, 2_000, "mqtt5", "mqtt3").start().awaitSaid(backlog);
                load.awaitAnswered(Duration.ofMinutes(3));
                double slowest = 0;
                site.line().mend();
                for (int i = 0; i < (whole ? 5 : 1); i++) {
                    long waiting = site.backlog();
                    until(() -> site.backlog() < waiting - 500 || site.backlog() == 0);
                    fleet.kill();
                    fleet.start();
                    long before = site.backlog();
                    slowest = Math.max(slowest, until(() -> site.backlog() < before || site.backlog() == 0));
                }
                Judgement judgement = site.judgement(Duration.ofMinutes(3));
                return new Finding.Notes()
                        .say("%d kills of the fleet, %d events", whole ? 5 : 1, judgement.events())
                        .judge(judgement)
                        .say("goes on %.1f s after the start", slowest)
                        .inTime(slowest <= RESUME_SECONDS, "goes on within 10 s")
                        .done();
            }
        }
    }

    /** The database is gone, then it is slow, then it takes nothing; the fleet and its gateways outlast it. */
    static Finding databaseDown(FaultStand stand, boolean whole) throws Exception {
        Path scratch = stand.folder("f16");
        FaultStand.Database database = stand.database("f16");
        Duration outage = Duration.ofSeconds(whole ? 15 : 4);
        try (FaultProxy proxy = FaultProxy.local(database.port())) {
            Fleet fleet = FaultStand.startFleet(
                    scratch.resolve("fleet"),
                    with(database.urlThrough(proxy.port()), database, "gatehouse.fleet.database.connections", "6"));
            try (FaultSite site =
                    FaultSite.at(FaultStand.at(fleet, fleet.mqttPort().orElseThrow()), scratch, "f16", 4, Map.of())) {
                site.start();
                Load load = site.load(4, 30, "mqtt5", "mqtt3", "coap").start();
                load.during(Duration.ofSeconds(2));
                proxy.cut();
                load.during(outage).stop();
                load.awaitAnswered(Duration.ofSeconds(30));
                double waiting = processorShare(site, outage);
                boolean refused = isRefusedForNow(site.fleet().url());
                load.start();
                proxy.set(Faults.slow(5_000, 0));
                load.during(outage);
                proxy.set(Faults.NONE.with(Line.BLACK_HOLE));
                load.during(outage);
                proxy.cut();
                proxy.mend();
                readOnly(database, true);
                load.during(outage);
                readOnly(database, false);
                boolean answered = load.awaitAnswered(Duration.ofMinutes(3));
                double drained = until(() -> site.backlog() == 0);
                Judgement judgement = site.judgement(Duration.ofMinutes(2));
                return new Finding.Notes()
                        .say("database down, 5 s slow, silent, read-only: %d events", judgement.events())
                        .judge(judgement)
                        .must(answered, "all events answered meanwhile")
                        .say("the fleet %s", refused ? "says when to ask again" : "answers as if nothing were")
                        .must(refused, "503 with Retry-After while the database is down")
                        .say("gateway waits at %.0f %% of a core", waiting * 100)
                        .must(!whole || waiting <= WAITING_SHARE, "at most 10 % while waiting")
                        .say("drained %.1f s after", drained)
                        .done();
            } finally {
                fleet.stop().await(30, TimeUnit.SECONDS);
            }
        }
    }

    /** Whoever asks meanwhile is told to come again, and when. */
    private static boolean isRefusedForNow(String fleet) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(fleet + "/api/v1/session"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"username\":\"nobody-here\",\"password\":\"a guess\"}"))
                .timeout(Duration.ofSeconds(60))
                .build();
        HttpResponse<Void> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
        return answer.statusCode() == 503
                && answer.headers().firstValue("Retry-After").isPresent();
    }

    private static void readOnly(FaultStand.Database database, boolean on) throws Exception {
        try (Connection connection = database.connect()) {
            connection.createStatement().execute("set session characteristics as transaction read write");
            connection
                    .createStatement()
                    .execute("alter database " + database.name() + " set default_transaction_read_only = "
                            + (on ? "on" : "off"));
            connection
                    .createStatement()
                    .execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = '"
                            + database.name() + "' and pid <> pg_backend_pid()");
        }
    }

    private static double processorShare(FaultSite site, Duration time) {
        Duration before = site.processorTime();
        Awaitility.await("some time has passed")
                .pollDelay(time)
                .atMost(time.plusSeconds(5))
                .until(() -> true);
        Duration used = site.processorTime().minus(before);
        return used.toMillis() / (double) time.toMillis();
    }
}
