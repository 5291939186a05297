package io.gatehouse.proof.sim;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** All chance of a run, from its seed. */
final class Dice {

    private final SplittableRandom random;

    Dice(long seed) {
        this(new SplittableRandom(seed));
    }

    private Dice(SplittableRandom random) {
        this.random = random;
    }

    /** Dice of its own, so that more throws here do not change what falls there. */
    Dice split() {
        return new Dice(random.split());
    }

    RandomGenerator generator() {
        return random;
    }

    boolean chance(double probability) {
        return probability > 0 && random.nextDouble() < probability;
    }

    boolean coin() {
        return random.nextBoolean();
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    /** Both ends may fall. */
    long between(long low, long high) {
        return random.nextLong(low, high + 1);
    }

    /** As often short as long, whatever the orders of magnitude between the ends. */
    long spread(long low, long high) {
        return (long) (low * Math.pow((double) high / low, random.nextDouble()));
    }

    /** The pause to the next of events that come once in {@code mean} on average. */
    long pause(long mean) {
        return 1 + (long) (-Math.log(1 - random.nextDouble()) * mean);
    }

    int oneOf(int... choices) {
        return choices[random.nextInt(choices.length)];
    }

    String hex() {
        return String.format("%016x%016x", random.nextLong(), random.nextLong());
    }
}
