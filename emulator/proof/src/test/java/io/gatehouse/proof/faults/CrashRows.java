package io.gatehouse.proof.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/** F4: the gateway dies in the middle of writing, at any moment and at every kind of system call. */
final class CrashRows {

    private static final double READY_SECONDS = 3;
    private static final int BACKLOG = 1_000_000;
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
            notes.say("ready in %.1f s with 1,000,000 waiting", opened)
                    .inTime(opened <= READY_SECONDS, "journal open within 3 s");
        }
        return notes.done();
    }

    /** The whole gateway, while readers show cards; each start is measured until it answers. */
    private static int gatewayKilled(FaultStand stand, boolean whole, Finding.Notes notes) throws Exception {
        int kills = whole ? 20 : 1;
        SplittableRandom random = new SplittableRandom(4);
        double slowest = 0;
        try (FaultSite site = FaultSite.running(stand, "f4", 6)) {
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
                    .say("gateway ready in %.1f s", slowest)
                    .inTime(!whole || slowest <= READY_SECONDS, "gateway ready within 3 s");
        }
        return kills;
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
