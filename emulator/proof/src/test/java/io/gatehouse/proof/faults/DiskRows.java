package io.gatehouse.proof.faults;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.gateway.journal.Fill;
import io.gatehouse.protocol.uplink.GatewayEvents;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** F6 and F7: the disk is full, slow, or says that it failed. */
final class DiskRows {

    private static final int ROOM_MEBIBYTES = 64;
    private static final Duration HEALED = Duration.ofSeconds(30);
    private static final int IN_BETWEEN = 8;
    private static final int WARM_SECONDS = 15;
    private static final int SECONDS = 20;
    /** The folder, what its children say, two heads, and a few segments. */
    private static final int INODES = 10;

    private DiskRows() {}

    /** The disk fills up while readers show cards, and is freed later; nobody restarts anything. */
    static Finding full(FaultStand stand, boolean whole) throws Exception {
        Machine.mustBeRoot();
        Path scratch = stand.folder("f6");
        Path room = Files.createDirectories(scratch.resolve("room"));
        Machine.must("mount", "-t", "tmpfs", "-o", "size=" + ROOM_MEBIBYTES + "m", "gatehouse-f6", room.toString());
        try (FaultSite site = FaultSite.at(
                stand.fleet(),
                scratch,
                "f6",
                4,
                Map.of("gatehouse.gateway.data", room.resolve("data").toString()))) {
            site.start();
            Finding.Notes notes = new Finding.Notes();
            filled(site, room.resolve("ballast"), whole, notes);
            withoutInodes(stand, notes);
            return notes.done();
        } finally {
            Machine.must("umount", "-l", room.toString());
        }
    }

    private static void filled(FaultSite site, Path ballast, boolean whole, Finding.Notes notes) throws Exception {
        Load load = site.load(4, 100, "mqtt5", "mqtt3", "coap").start();
        load.during(Duration.ofSeconds(1));
        site.line().cut();
        fill(ballast);
        long decidedBefore = decided(site);
        long saidBefore = load.said();
        load.during(Duration.ofSeconds(whole ? 20 : 3));
        boolean all = load.awaitAnswered(Duration.ofSeconds(30));
        long asked = load.said() - saidBefore;
        long decided = decided(site) - decidedBefore;
        boolean alive = site.gateway().isAlive();
        Files.delete(ballast);
        site.line().mend();
        long begun = System.nanoTime();
        load.start().during(Duration.ofSeconds(1));
        boolean answered = load.awaitAnswered(Duration.ofMinutes(3));
        Awaitility.await("the fleet has all of it")
                .atMost(Duration.ofMinutes(3))
                .until(() -> site.backlog() == 0);
        double healed = (System.nanoTime() - begun) / 1e9;
        Judgement judgement = site.judgement(Duration.ofSeconds(60));
        notes.say("%d events, %d reads and %d decisions while the disk was full", judgement.events(), asked, decided)
                .judge(judgement)
                .must(alive && site.gateway().isAlive(), "it goes on, without a restart")
                // what was on its way when the counters were read may be on either side
                .must(all && decided >= asked - IN_BETWEEN, "each read is decided and answered from the reserve")
                .must(answered, "all events answered afterwards")
                .must(!whole || isTold(site), "somebody is told that the disk is full")
                .say("healed in %.1f s", healed)
                .inTime(healed <= HEALED.toSeconds(), "healed within 30 s of getting room");
    }

    private static boolean isTold(FaultSite site) {
        JsonNode told = site.fleet()
                .rest()
                .get("/events?site=" + site.id() + "&type=" + GatewayEvents.JOURNAL_FILLING + "&limit=50")
                .path("items");
        for (JsonNode one : told) {
            JsonNode body = one.path("body");
            // with the reserve given up it is not quite full any more
            if (body.path("lane").asText().equals(Fill.DISK)
                    && body.path("level").asInt() >= 85) {
                return true;
            }
        }
        return false;
    }

    /** Bytes there are, but no file can be made any more; later it can. The journal alone, whose files are small here. */
    private static void withoutInodes(FaultStand stand, Finding.Notes notes) throws Exception {
        Path room = Files.createDirectories(stand.folder("f6-inodes").resolve("room"));
        Machine.must("mount", "-t", "tmpfs", "-o", "size=64m,nr_inodes=" + INODES, "gatehouse-f6", room.toString());
        try {
            Path journal = Files.createDirectory(room.resolve("journal"));
            JournalCrash crash = new JournalCrash(journal).oneAtATime();
            crash.run(List.of(), journal, 6, crash.onceRefused());
            crash.look();
            long before = crash.acknowledged();
            long refused = crash.failures();
            Machine.must("mount", "-o", "remount,nr_inodes=" + 100 * INODES, room.toString());
            crash.run(List.of(), journal, 7, JournalCrash.killedAfter(500));
            crash.look();
            notes.say(
                            "without inodes %d records, then %d refused, and %d more afterwards",
                            before, refused, crash.acknowledged() - before)
                    .must(refused > 0, "no file could be made")
                    .must(crash.acknowledged() > before, "it goes on when files can be made again");
            CrashRows.judge(crash, "journal without inodes", notes);
        } finally {
            Machine.must("umount", "-l", room.toString());
        }
    }

    private static void fill(Path ballast) throws IOException {
        byte[] block = new byte[4096];
        try (OutputStream out = Files.newOutputStream(ballast)) {
            while (true) {
                out.write(block);
            }
        } catch (IOException full) {
            // that was the wish
        }
    }

    private static long decided(FaultSite site) {
        return site.gateway()
                .status()
                .map(status -> {
                    JsonNode measures = status.path("measures");
                    long sum = 0;
                    for (String outcome : List.of("granted", "denied", "ignored_duplicate")) {
                        sum += measures.path("decisions_" + outcome).asLong();
                    }
                    return sum;
                })
                .orElse(0L);
    }

    /** Every sync takes long, and then some fail. The event loop must not feel it. */
    static Finding slowAndFailing(FaultStand stand, boolean whole) throws Exception {
        Finding.Notes notes = new Finding.Notes();
        if (whole) {
            slow(stand, 500, 100, notes);
            // what the devices' windows let through in a sync: more would only wait
            slow(stand, 2_000, 10, notes);
            failing(stand, notes);
        }
        JournalCrash crash = failingUnderTheJournal(stand, whole ? 20 : 3);
        notes.say(
                "journal alone: %d records acknowledged, %d refused after failed syncs",
                crash.acknowledged(), crash.failures());
        CrashRows.judge(crash, "journal with failing syncs", notes);
        return notes.done();
    }

    private static void slow(FaultStand stand, int millis, int perSecond, Finding.Notes notes) throws Exception {
        List<String> strace = Machine.strace(
                "-e", "trace=fdatasync,fsync", "-e", "inject=fdatasync,fsync:delay_exit=" + millis * 1_000);
        try (FaultSite site = FaultSite.at(stand, "f7slow" + millis, 4, Map.of())) {
            site.gateway().wrappedIn(strace);
            site.start();
            Load load = site.load(4, perSecond, "mqtt5", "mqtt3").start();
            // a gateway runs for months: what its compiler needs at first is told apart
            long cold = slowestHealth(site, WARM_SECONDS);
            long worst = slowestHealth(site, SECONDS);
            boolean answered = load.awaitAnswered(Duration.ofMinutes(3));
            Judgement judgement = site.judgement(Duration.ofSeconds(60));
            notes.say("each sync %d ms: %d events", millis, judgement.events())
                    .judge(judgement)
                    .must(answered, "all events answered on a slow disk")
                    .say("the loop answers within %d ms (the first %d s: %d ms)", worst, WARM_SECONDS, cold)
                    .inTime(worst < 100, "the event loop blocked less than 100 ms");
        }
    }

    /** The page is answered on the gateway's context: it tells how long that was blocked. */
    private static long slowestHealth(FaultSite site, int seconds) {
        String web = site.gateway().status().isPresent() ? site.gateway().web() : "";
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(web + "/health")).build();
        List<Long> millis = new ArrayList<>();
        Awaitility.await("the page was asked often enough")
                .atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    long begun = System.nanoTime();
                    client.send(request, HttpResponse.BodyHandlers.discarding());
                    millis.add((System.nanoTime() - begun) / 1_000_000);
                    return millis.size() >= seconds * 20;
                });
        Collections.sort(millis);
        // the worst of a hundred is the machine's, not the gateway's
        return millis.get(millis.size() - 1 - millis.size() / 50);
    }

    private static void failing(FaultStand stand, Finding.Notes notes) throws Exception {
        List<String> strace = Machine.strace("-e", "trace=fdatasync", "-e", "inject=fdatasync:error=EIO:when=5+11");
        try (FaultSite site = FaultSite.at(stand, "f7eio", 4, Map.of())) {
            site.gateway().wrappedIn(strace);
            site.start();
            Load load = site.load(4, 100, "mqtt5", "coap", "mqtt3").start();
            load.during(Duration.ofSeconds(30));
            boolean answered = load.awaitAnswered(Duration.ofMinutes(3));
            Judgement judgement = site.judgement(Duration.ofSeconds(60));
            notes.say("every 11th sync fails: %d events", judgement.events())
                    .judge(judgement)
                    .must(answered, "all events answered though syncs fail");
        }
    }

    private static JournalCrash failingUnderTheJournal(FaultStand stand, int runs)
            throws IOException, InterruptedException {
        Path scratch = stand.folder("f7-journal");
        JournalCrash crash = new JournalCrash(scratch.resolve("journal")).oneAtATime();
        for (int i = 0; i < runs; i++) {
            String call = i % 3 == 2 ? "pwrite64:error=ENOSPC" : "fdatasync:error=EIO";
            List<String> strace = Machine.strace(
                    "-e",
                    "trace=" + call.substring(0, call.indexOf(':')),
                    "-e",
                    "inject=" + call + ":when=" + (3 + i) + "+" + (7 + i));
            crash.run(strace, scratch.resolve("journal"), i, JournalCrash.killedAfter(400));
            crash.look();
        }
        return crash;
    }
}
