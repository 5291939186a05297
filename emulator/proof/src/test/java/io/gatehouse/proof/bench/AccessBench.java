package io.gatehouse.proof.bench;

import io.gatehouse.access.book.AccessBook;
import io.gatehouse.proof.bench.Figure.Bar;
import io.gatehouse.protocol.sitebook.SiteBook;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Decisions a second on one thread, for 100,000 people with 200,000 cards at 500 doors under 609 policies: ours with all its
 * rules and its trace, beside jCasbin and Cedar, which are asked only for the right. All must give the same answers.
 */
@Tag("bench")
class AccessBench {

    private static final int ROUNDS = Integer.getInteger("bench.rounds", 5);
    private static final long ROUND_NANOS = TimeUnit.MILLISECONDS.toNanos(Long.getLong("bench.millis", 2_000));
    private static final int CARDS = 200_000;
    private static final int MANY_CARDS = 1_000_000;
    private static final int QUESTIONS = 65_536;
    private static final int SAME_ANSWERS = 2_000;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private static AccessSite site;
    private static List<AccessSite.Question> questions;

    @BeforeAll
    static void a_large_site() {
        site = new AccessSite(CARDS);
        questions = site.questions(QUESTIONS, 1);
        long granted = questions.stream().filter(AccessSite.Question::right).count();
        System.out.println("access: " + site.policies.size() + " policies, " + QUESTIONS + " questions, "
                + granted * 100 / QUESTIONS + " of 100 granted");
    }

    @Test
    void decisions_beside_jcasbin() {
        beside("casbin", () -> new CasbinDecider(site), new Bar.RatioAtLeast(100), new Bar.AtLeast(1_500_000));
    }

    @Test
    void decisions_beside_cedar() {
        beside("cedar", () -> new CedarDecider(site), new Bar.RatioAtLeast(1_000), new Bar.None());
    }

    /** A book of a million cards, as it came from the fleet, taken into arrays; and what they weigh when the book is gone. */
    @Test
    void a_million_cards() {
        AccessSite many = new AccessSite(MANY_CARDS);
        Figure load = new Figure("access-million-load", "s", "reading its bytes", new Bar.AtMost(1));
        Figure weight = new Figure("access-million-memory", "MB", "its bytes", new Bar.AtMost(160));
        byte[] bytes = many.book().toBytes();
        for (int round = 1; round <= ROUNDS; round++) {
            Machine.look("access-million, round " + round);
            long empty = usedBytes();
            AccessBook packed = loaded(bytes, load);
            weight.round((usedBytes() - empty) / 1e6, bytes.length / 1e6);
            if (packed.credentials().size() != MANY_CARDS) {
                throw new IllegalStateException("only " + packed.credentials().size() + " cards");
            }
        }
        System.out.println(load.line());
        System.out.println(weight.line());
    }

    private static AccessBook loaded(byte[] bytes, Figure load) {
        long begun = System.nanoTime();
        SiteBook book = SiteBook.read(bytes).fold(read -> read, refusal -> {
            throw new IllegalStateException(refusal.message());
        });
        long read = System.nanoTime();
        AccessBook packed = AccessBook.of(book);
        load.round((System.nanoTime() - read) / 1e9, (read - begun) / 1e9);
        return packed;
    }

    private static long usedBytes() {
        long used = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            System.gc();
            used = Math.min(
                    used,
                    Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        }
        return used;
    }

    private interface Opening {
        Decider open() throws Exception;
    }

    private static void beside(String peer, Opening opening, Bar ratio, Bar own) {
        Decider ours = new OurDecider(site);
        answerAlike(ours, QUESTIONS);
        Decider theirs;
        try {
            theirs = opening.open();
        } catch (Exception | LinkageError e) {
            System.out.println("SKIPPED: access-" + peer + ": it does not run here: " + e);
            return;
        }
        answerAlike(theirs, SAME_ANSWERS);
        Figure beside = new Figure("access-" + peer, "decisions/s", theirs.name(), ratio);
        Figure alone = new Figure("access-own", "decisions/s", theirs.name(), own);
        rate(ours, ROUND_NANOS);
        rate(theirs, ROUND_NANOS);
        for (int round = 1; round <= ROUNDS; round++) {
            Machine.look("access-" + peer + ", round " + round);
            double our = rate(ours, ROUND_NANOS);
            double their = rate(theirs, ROUND_NANOS);
            beside.round(our, their);
            alone.round(our, their);
        }
        System.out.println(beside.line());
        if (!(own instanceof Bar.None)) {
            System.out.println(alone.line());
        }
    }

    private static void answerAlike(Decider engine, int count) {
        for (AccessSite.Question question : questions.subList(0, count)) {
            if (engine.allows(question) != question.right()) {
                throw new IllegalStateException(engine.name() + " answers otherwise: " + question);
            }
        }
        System.out.println("access: " + engine.name() + " gives the same " + count + " answers");
    }

    /** A core's decisions a second: by the thread's processor time, so that other work costs nobody anything. */
    private static double rate(Decider engine, long nanos) {
        long begun = System.nanoTime();
        long worked = THREADS.getCurrentThreadCpuTime();
        long granted = 0;
        int asked = 0;
        while (System.nanoTime() - begun < nanos) {
            // the clock is looked at now and then: it costs as much as a decision
            for (int i = 0; i < 64; i++) {
                granted += engine.allows(questions.get(asked++ & QUESTIONS - 1)) ? 1 : 0;
            }
        }
        double seconds = (THREADS.getCurrentThreadCpuTime() - worked) / 1e9;
        if (granted == 0) {
            throw new IllegalStateException("nothing was granted");
        }
        return asked / seconds;
    }
}
