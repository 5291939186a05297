package io.gatehouse.proof.sim;

import io.gatehouse.proof.sim.Simulation.Aim;
import io.gatehouse.proof.sim.Simulation.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Runs many seeds, side by side, and says what came of them and how to see a failing one again. */
final class Seeds {

    private static final String REPLAY =
            "./mvnw -Pfast -pl emulator/proof -am -Dtest=SimulationTest -Dsurefire.failIfNoSpecifiedTests=false"
                    + " -Dseed=%d test";

    private Seeds() {}

    static long[] from(long first, int count) {
        Long one = Long.getLong("seed");
        return one == null ? LongStream.range(first, first + count).toArray() : new long[] {one};
    }

    /** Seeds that have failed once. */
    static long[] kept() {
        try (InputStream in = Seeds.class.getResourceAsStream("/seeds/kept.txt")) {
            if (in == null) {
                throw new IllegalStateException("src/test/resources/seeds/kept.txt is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.replaceFirst("#.*", "").strip())
                    .filter(line -> !line.isEmpty())
                    .mapToLong(Long::parseLong)
                    .toArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What went wrong, a line a seed. */
    static List<String> failing(long[] seeds, Aim aim) {
        boolean loud = Long.getLong("seed") != null;
        long begun = System.nanoTime();
        List<Outcome> outcomes = LongStream.of(seeds)
                .parallel()
                .mapToObj(
                        seed -> loud ? Simulation.tell(seed, aim, Mutant.NONE) : Simulation.run(seed, aim, Mutant.NONE))
                .toList();
        tell(aim, outcomes, Math.max(1, System.nanoTime() - begun));
        return outcomes.stream()
                .filter(outcome -> !outcome.isFine())
                .map(outcome -> "seed " + outcome.seed() + " (" + aim + "): " + outcome.wrongs() + "; see it again: "
                        + String.format(REPLAY, outcome.seed()))
                .toList();
    }

    private static void tell(Aim aim, List<Outcome> outcomes, long nanos) {
        long steps = outcomes.stream().mapToLong(Outcome::steps).sum();
        System.out.printf(
                "simulation, %s: %d seeds x 7 days, %d steps, %d acknowledged, %d at the fleet, longest to settle %d s,"
                        + " %.1f s, %.0f steps/s, failing %d%n",
                aim,
                outcomes.size(),
                steps,
                outcomes.stream().mapToLong(Outcome::acknowledged).sum(),
                outcomes.stream().mapToLong(Outcome::kept).sum(),
                outcomes.stream().mapToLong(Outcome::settledAfterMillis).max().orElse(0) / 1_000,
                nanos / 1e9,
                steps / (nanos / 1e9),
                outcomes.stream().filter(outcome -> !outcome.isFine()).count());
    }

    /** A run in which the mutant is found out, tried first with one seed and then with so many. */
    static Optional<Outcome> until(Mutant mutant, long first, int seeds) {
        Optional<Outcome> found = LongStream.concat(LongStream.of(first), LongStream.rangeClosed(1, seeds))
                .boxed()
                .flatMap(seed -> Stream.of(Aim.values()).map(aim -> Simulation.run(seed, aim, mutant)))
                .filter(outcome -> !outcome.isFine())
                .findFirst();
        System.out.println("mutant " + mutant + ": "
                + found.map(outcome -> "dies with seed " + outcome.seed() + ", "
                                + outcome.wrongs().get(0))
                        .orElse("lives"));
        return found;
    }
}
