package io.gatehouse.gateway.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.Urgency;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Chains of actions on a journal and on a list: append, read, find, release, power cuts, torn tails, changed bits, a full
 * disk, errors, restarts. What was acknowledged must be there until it is released or told as a gap, and nothing else may
 * be. The seed is in a failure's message; {@code -Dgatehouse.model.chains=2000} runs more of them.
 */
class ModelTest {

    private static final int CHAINS = Integer.getInteger("gatehouse.model.chains", 120);
    private static final int ACTIONS = 60;

    /** What a record was when it was acknowledged. */
    private record Kept(Urgency urgency, String text) {}

    private final TreeMap<Long, Kept> model = new TreeMap<>();
    private final List<JournalGap> earlierGaps = new ArrayList<>();
    private SimStorage storage = new SimStorage();
    private SegmentJournal journal = open();
    private Random random = new Random(0);
    private long newestTold;
    private long releasedUpTo;
    private String done = "";

    private SegmentJournal open() {
        try {
            return SegmentJournal.open(
                    storage,
                    new JournalSettings(600, Map.of(Lane.EVIDENCE, 200_000L), 1 << 20, 2_000),
                    () -> new LogId("ab".repeat(16)));
        } catch (IOException e) {
            throw new AssertionError("it must always open; " + done, e);
        }
    }

    @AfterEach
    void end() {
        journal.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void a_chain_of_actions_leaves_what_the_model_says(int quarter) {
        for (int seed = quarter; seed < CHAINS; seed += 4) {
            begin(seed);
            for (int i = 0; i < ACTIONS; i++) {
                act();
                check();
            }
        }
    }

    private void begin(int seed) {
        journal.close();
        random = new Random(seed);
        storage = new SimStorage();
        model.clear();
        earlierGaps.clear();
        newestTold = 0;
        releasedUpTo = 0;
        done = "seed " + seed + ":";
        journal = open();
    }

    private void act() {
        int what = random.nextInt(100);
        if (what < 55) {
            append();
        } else if (what < 65) {
            release();
        } else if (what < 72) {
            reopen("reopen", () -> {});
        } else if (what < 79) {
            crash();
        } else if (what < 84) {
            reopen("bitFlip", () -> storage.flipBit("evidence-", random));
        } else if (what < 90) {
            note("failing sync");
            storage.failForces(1 + random.nextInt(3));
        } else if (what < 95) {
            note("full");
            storage.holds(storage.used() + random.nextInt(500));
        } else {
            note("freed");
            storage.holds(Long.MAX_VALUE);
        }
    }

    private void note(String action) {
        done += " " + action;
    }

    private void append() {
        note("append");
        List<CompletableFuture<Long>> written = new ArrayList<>();
        List<Kept> records = new ArrayList<>();
        for (int i = random.nextInt(5); i >= 0; i--) {
            Kept record = new Kept(
                    Urgency.values()[random.nextInt(4)], newestTold + "/" + i + "z".repeat(random.nextInt(200)));
            records.add(record);
            written.add(journal.append(Lane.EVIDENCE, record.urgency, record.text.getBytes(StandardCharsets.UTF_8)));
        }
        for (int i = 0; i < written.size(); i++) {
            long seq = written.get(i)
                    .handle((s, thrown) -> thrown == null ? s : -1L)
                    .join();
            if (seq > 0) {
                assertThat(seq).as(done + ": a number given twice").isGreaterThan(newestTold);
                model.put(seq, records.get(i));
                newestTold = seq;
            }
        }
    }

    private void release() {
        long upTo = releasedUpTo + random.nextInt(20);
        note("release " + upTo);
        releasedUpTo = Math.max(releasedUpTo, Math.min(upTo, newestTold));
        journal.release(Lane.EVIDENCE, releasedUpTo);
    }

    /** A clean stop and a start, with something done to the files between. */
    private void reopen(String action, Runnable between) {
        note(action);
        storage.failForces(0);
        journal.close();
        between.run();
        restart();
    }

    /** The power goes in the middle of a batch, whose records were told to nobody. */
    private void crash() {
        note("crash");
        storage.failForces(0);
        storage.cutPowerAfter(random.nextInt(3));
        append();
        SimStorage after = storage.afterPowerCut(random);
        journal.close();
        storage = after;
        restart();
        // what was not acknowledged may have been kept all the same
        for (long seq = newestTold + 1; seq <= journal.newest(Lane.EVIDENCE); seq++) {
            newestTold = seq;
        }
    }

    private void restart() {
        earlierGaps.addAll(journal.gaps());
        journal = open();
    }

    private void check() {
        long oldest = journal.oldest(Lane.EVIDENCE);
        assertThat(oldest).as(done).isLessThanOrEqualTo(releasedUpTo + 1);
        assertThat(journal.newest(Lane.EVIDENCE)).as(done).isGreaterThanOrEqualTo(newestTold);
        Map<Long, String> found = CrashTest.readAll(journal);
        List<JournalGap> gaps = new ArrayList<>(earlierGaps);
        gaps.addAll(journal.gaps());
        model.tailMap(releasedUpTo + 1).forEach((seq, kept) -> {
            String there = found.get(seq);
            if (there == null) {
                assertThat(gaps).as("%s: %d is gone", done, seq).anyMatch(gap -> gap.from() <= seq && seq <= gap.to());
            } else {
                assertThat(there).as("%s: %d", done, seq).isEqualTo(kept.text);
                assertThat(seq % 5 != 0 || isFound(kept.urgency, seq))
                        .as("%s: %d", done, seq)
                        .isTrue();
            }
        });
        assertThat(gaps.isEmpty() || done.contains("bitFlip") || done.contains("crash"))
                .as("%s: gaps without a reason: %s", done, gaps)
                .isTrue();
    }

    private boolean isFound(Urgency urgency, long seq) {
        return new Journal.Run(seq, seq).equals(journal.find(Lane.EVIDENCE, urgency, seq, seq));
    }
}
