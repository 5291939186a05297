package io.gatehouse.access.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.access.AccessDesk;
import io.gatehouse.access.AccessEngine;
import io.gatehouse.access.Read;
import io.gatehouse.access.Site;
import io.gatehouse.access.book.AccessBook;
import io.gatehouse.access.book.PackedCredentials;
import io.gatehouse.access.state.SiteState;
import io.gatehouse.protocol.access.Outcome;
import io.gatehouse.protocol.sitebook.SiteBook;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Decisions a core under all rules, and the size and building time of a book with a million credentials. */
@Tag("bench")
class AccessEngineBench {

    private static final int READS = 1 << 20;
    private static final int ROUNDS = 9;
    private static final double NANOS_IN_MILLI = 1e6;

    @Test
    void decides_with_all_rules() {
        SiteBook source = new LargeSite().book(100_000, 200_000);
        AccessDesk desk = new AccessDesk(new SiteState(), Duration.ofSeconds(2));
        desk.use(AccessBook.of(source));
        Site site = desk.site().orElseThrow();
        Reads reads = reads(source, site.book());
        for (int i = 0; i < READS; i += 4) {
            desk.present(reads.at(i));
        }
        double[] pure = new double[ROUNDS];
        double[] whole = new double[ROUNDS];
        int[] outcomes = new int[Outcome.values().length];
        for (int round = -3; round < ROUNDS; round++) {
            Arrays.fill(outcomes, 0);
            double decided = nanosEach(
                    reads,
                    read -> outcomes[
                            AccessEngine.decide(site, desk.state(), read)
                                    .outcome()
                                    .ordinal()]++);
            double committed = nanosEach(reads, desk::present);
            if (round >= 0) {
                pure[round] = decided;
                whole[round] = committed;
            }
        }
        tell(outcomes);
        tell("decision with all rules", pure);
        tell("decision and commit", whole);
        assertThat(median(pure)).as("ns a decision").isLessThan(666);
    }

    private static void tell(int[] outcomes) {
        Map<Outcome, Integer> told = new EnumMap<>(Outcome.class);
        for (Outcome outcome : Outcome.values()) {
            told.put(outcome, outcomes[outcome.ordinal()]);
        }
        System.out.println(told);
    }

    private interface Taker {
        void take(Read read);
    }

    private static double nanosEach(Reads reads, Taker taker) {
        long begun = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        for (int i = 0; i < READS; i++) {
            taker.take(reads.at(i));
        }
        return (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begun) / (double) READS;
    }

    /** Each is made when it is decided, as at a door: a million that lie ready would be fetched from memory one by one. */
    private record Reads(int[] points, long[] refs, long[] times) {
        Read at(int i) {
            return Read.of(points[i], refs[2 * i], refs[2 * i + 1], times[i]);
        }
    }

    /** One of fifty is of nobody; the hours are spread over a week. */
    private static Reads reads(SiteBook source, AccessBook book) {
        Random random = new Random(3);
        long start = Instant.parse("2026-11-23T00:00:00Z").toEpochMilli();
        Reads reads = new Reads(new int[READS], new long[2 * READS], new long[READS]);
        for (int i = 0; i < READS; i++) {
            String ref = random.nextInt(50) == 0
                    ? "00000000000000000000000000000000"
                    : source.credentials()
                            .get(random.nextInt(source.credentials().size()))
                            .ref();
            long at = start + random.nextInt((int) Duration.ofDays(7).toMillis());
            reads.points[i] = random.nextInt(book.points());
            reads.refs[2 * i] = PackedCredentials.high(ref);
            reads.refs[2 * i + 1] = PackedCredentials.low(ref);
            reads.times[i] = at;
        }
        return reads;
    }

    private static double median(double[] rounds) {
        double[] sorted = rounds.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static void tell(String what, double[] rounds) {
        double[] sorted = rounds.clone();
        Arrays.sort(sorted);
        System.out.printf(
                "%s: %.0f / %.0f / %.0f ns CPU (min / median / max), %.2f million a core and second%n",
                what, sorted[0], median(rounds), sorted[ROUNDS - 1], 1_000 / median(rounds));
    }

    @Test
    void packs_a_million_credentials() {
        SiteBook source = new LargeSite().book(500_000, 1_000_000);
        double[] millis = new double[ROUNDS];
        double[] cpu = new double[ROUNDS];
        AccessBook book = AccessBook.of(source);
        for (int round = 0; round < ROUNDS; round++) {
            long begun = System.nanoTime();
            long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            book = AccessBook.of(source);
            millis[round] = (System.nanoTime() - begun) / NANOS_IN_MILLI;
            cpu[round] = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before) / NANOS_IN_MILLI;
        }
        System.out.printf(
                "a million credentials of 500,000 people: packed in %.0f ms (median; %.0f ms of CPU), arrays of %.0f MB%n",
                median(millis), median(cpu), book.bytes() / 1e6);
        assertThat(book.bytes()).isLessThan(160_000_000);
        assertThat(median(millis)).isLessThan(1_000);
    }
}
