package io.gatehouse.proof.faults;

import io.gatehouse.proof.road.Shipped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;

/** F4: the gateway dies in the middle of writing, at any moment and at every kind of system call. */
final class CrashRows {

    private static final double READY_SECONDS = 3;
    private static final int BACKLOG = 1_000_000;
    private static final int READERS = 10;
    private static final List<String> CALLS = List.of("pwrite64", "fdatasync", "fsync", "unlink", "ftruncate");

    private CrashRows() {}

    static Finding killed(FaultStand stand, boolean whole) throws Exception {
        Finding.Notes notes = new Finding.Notes();
        int ofGateway = gatewayKilled(stand, whole, notes);
        int random = journalKilled(stand.folder("f4-random"), whole ? 200 : 3, notes);
        int atCalls = journalKilledAtCalls(stand.folder("f4-calls"), whole ? 200 : CALLS.size(), notes);
        notes.say(
                "%d kills (%d of the gateway, %d of its journal at system calls)",
                ofGateway + random + atCalls, ofGateway, atCalls);
        if (whole) {
            double opened = opensWithBacklog(stand.folder("f4-backlog"));
            notes.say("a journal of 1,000,000 opens in %.1f s", opened)
                    .inTime(opened <= READY_SECONDS, "journal open within 3 s");
            readyWithBacklog(stand, notes);
        }
        return notes.done();
    }

    /** The whole gateway, while readers show cards; each start is measured until it says that it is ready. */
    private static int gatewayKilled(FaultStand stand, boolean whole, Finding.Notes notes) throws Exception {
        int kills = whole ? 20 : 1;
        SplittableRandom random = new SplittableRandom(4);
        double slowest = 0;
        try (FaultSite site = FaultSite.at(stand, "f4", 6, Map.of())) {
            boolean shipped = whole && startedAsShipped(site);
            if (!shipped) {
                site.start();
            }
            Load load = site.load(6, 150, "mqtt5", "coap", "mqtt3").start();
            for (int i = 0; i < kills; i++) {
                load.during(Duration.ofMillis(300 + random.nextInt(1_200)));
                site.gateway().kill();
                long begun = System.nanoTime();
                site.gateway().start();
                slowest = Math.max(slowest, (System.nanoTime() - begun) / 1e9);
            }
            boolean answered = load.awaitAnswered(Duration.ofMinutes(3));
            Judgement judgement = site.judgement(Duration.ofSeconds(60));
            notes.say("%d events", judgement.events())
                    .judge(judgement)
                    .must(answered, "all events answered")
                    .say("gateway%s ready in %.1f s", shipped ? "" : " from the build's classes", slowest)
                    .inTime(!whole || slowest <= READY_SECONDS, "gateway ready within 3 s");
        }
        return kills;
    }

    /**
     * As at a site: from its script, and with the class-data archive that a first start makes. Where no distribution was
     * made, the classes of the build are started, which takes longer.
     */
    private static boolean startedAsShipped(FaultSite site) throws IOException {
        Optional<Path> distribution = Shipped.gateway();
        if (distribution.isEmpty()) {
            return false;
        }
        Path archives = site.folder().resolve("archives");
        site.gateway().asShipped(distribution.get(), archives);
        site.start();
        Awaitility.await("the first start has made its archive")
                .atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> Shipped.hasArchive(archives));
        return true;
    }

    /** The whole gateway over a million records that the fleet does not have; it is killed and started again with them. */
    private static void readyWithBacklog(FaultStand stand, Finding.Notes notes) throws Exception {
        try (FaultSite site = FaultSite.at(stand, "f4b", READERS, Map.of())) {
            if (!startedAsShipped(site)) {
                site.start();
            }
            site.gateway().stop();
            site.line().cut();
            Backlog.write(site.gateway().data().resolve("journal"), site.id(), BACKLOG, READERS);
            // a gateway that lived through the outage has saved its marks and signed its evidence all along
            site.gateway().start();
            awaitStill(site);
            site.gateway().kill();
            double slowest = 0;
            for (int i = 0; i < 3; i++) {
                long begun = System.nanoTime();
                site.gateway().start();
                slowest = Math.max(slowest, (System.nanoTime() - begun) / 1e9);
                site.gateway().kill();
            }
            site.start();
            site.line().mend();
            Awaitility.await("the backlog is drained")
                    .atMost(Duration.ofMinutes(10))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> site.isConnected() && site.backlog() == 0);
            Backlog.Held held = Backlog.held(site, BACKLOG);
            notes.say(
                            "gateway ready in %.1f s with 1,000,000 waiting, %d of them missing or twice",
                            slowest, held.missing())
                    .must(held.missing() == 0 && held.reordered() == 0, "the million is there once, in order")
                    .inTime(slowest <= READY_SECONDS, "gateway ready within 3 s with 1,000,000 waiting");
        }
    }

    private static void awaitStill(FaultSite site) {
        AtomicLong before = new AtomicLong();
        Awaitility.await("the backlog is signed")
                .atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofSeconds(8))
                .until(() -> site.backlog() > BACKLOG && before.getAndSet(site.backlog()) == site.backlog());
    }

    private static int journalKilled(Path scratch, int kills, Finding.Notes notes)
            throws IOException, InterruptedException {
        JournalCrash crash = new JournalCrash(scratch.resolve("journal"));
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < kills; i++) {
            long after = 1 + random.nextInt(120);
            crash.run(List.of(), scratch.resolve("journal"), i, JournalCrash.killedAfter(after));
            crash.look();
        }
        judge(crash, "journal killed at random", notes);
        return kills;
    }

    private static int journalKilledAtCalls(Path scratch, int kills, Finding.Notes notes)
            throws IOException, InterruptedException {
        JournalCrash crash = new JournalCrash(scratch.resolve("journal"));
        SplittableRandom random = new SplittableRandom(6);
        int killed = 0;
        for (int i = 0; i < kills; i++) {
            String call = CALLS.get(i % CALLS.size());
            int when = 1 + random.nextInt("pwrite64".equals(call) || "fdatasync".equals(call) ? 60 : 3);
            List<String> strace =
                    Machine.strace("-e", "trace=" + call, "-e", "inject=" + call + ":signal=SIGKILL:when=" + when);
            // a call that never comes so often: the child is killed anyway
            crash.run(strace, scratch.resolve("journal"), i, JournalCrash.killedAfter(1_000));
            killed++;
            crash.look();
        }
        judge(crash, "journal killed at system calls", notes);
        return killed;
    }

    static void judge(JournalCrash crash, String what, Finding.Notes notes) {
        notes.must(crash.acknowledged() > 0, what + ": anything was written")
                .must(crash.lost() == 0, what + ": " + crash.lost() + " of " + crash.acknowledged() + " lost")
                .must(crash.wrong() == 0, what + ": " + crash.wrong() + " changed");
    }

    private static double opensWithBacklog(Path scratch) throws IOException {
        Path folder = Files.createDirectories(scratch.resolve("journal"));
        Backlog.write(folder, "gw-backlog", BACKLOG, 1);
        return Backlog.openSeconds(folder);
    }
}
