package io.gatehouse.proof.faults;

import com.fasterxml.jackson.databind.JsonNode;
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
            return filled(site, room.resolve("ballast"), whole);
        } finally {
            Machine.must("umount", "-l", room.toString());
        }
    }

    private static Finding filled(FaultSite site, Path ballast, boolean whole) throws Exception {
        Load load = site.load(4, 100, "mqtt5", "mqtt3", "coap").start();
        load.during(Duration.ofSeconds(1));
        site.line().cut();
        fill(ballast);
        long decidedBefore = decided(site);
        load.during(Duration.ofSeconds(whole ? 20 : 3));
        boolean alive = site.gateway().isAlive();
        long decided = decided(site) - decidedBefore;
        long waited = load.site().waiting();
        Files.delete(ballast);
        site.line().mend();
        long begun = System.nanoTime();
        boolean answered = load.awaitAnswered(Duration.ofMinutes(3));
        double healed = (System.nanoTime() - begun) / 1e9;
        Judgement judgement = site.judgement(Duration.ofSeconds(60));
        return new Finding.Notes()
                .say(
                        "%d events, %d decided and %d waiting while the disk was full",
                        judgement.events(), decided, waited)
                .judge(judgement)
                .must(alive && site.gateway().isAlive(), "it goes on, without a restart")
                .must(!whole || decided > 0, "decisions go on from the reserve")
                .must(answered, "all events answered afterwards")
                .say("healed in %.1f s", healed)
                .inTime(healed <= HEALED.toSeconds(), "healed within 30 s of getting room")
                .done();
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
            slow(stand, notes);
            failing(stand, notes);
        }
        JournalCrash crash = failingUnderTheJournal(stand, whole ? 20 : 3);
        notes.say(
                "journal alone: %d records acknowledged, %d refused after failed syncs",
                crash.acknowledged(), crash.failures());
        CrashRows.judge(crash, "journal with failing syncs", notes);
        return notes.done();
    }

    private static void slow(FaultStand stand, Finding.Notes notes) throws Exception {
        int millis = 500;
        List<String> strace = Machine.strace(
                "-e", "trace=fdatasync,fsync", "-e", "inject=fdatasync,fsync:delay_exit=" + millis * 1_000);
        try (FaultSite site = FaultSite.at(stand, "f7slow", 4, Map.of())) {
            site.gateway().wrappedIn(strace);
            site.start();
            Load load = site.load(4, 100, "mqtt5", "mqtt3").start();
            long worst = slowestHealth(site, 20);
            boolean answered = load.awaitAnswered(Duration.ofMinutes(3));
            Judgement judgement = site.judgement(Duration.ofSeconds(60));
            notes.say("each sync %d ms: %d events", millis, judgement.events())
                    .judge(judgement)
                    .must(answered, "all events answered on a slow disk")
                    .say("the loop answers within %d ms", worst)
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
