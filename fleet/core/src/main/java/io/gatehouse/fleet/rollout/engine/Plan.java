package io.gatehouse.fleet.rollout.engine;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a rollout is to go. Immutable.
 *
 * @param target what a device says that runs it
 * @param waves their names, first one first
 * @param window when devices may be touched, or nothing for always
 */
public record Plan(
        String target,
        List<String> waves,
        Limits limits,
        Patience patience,
        @Nullable Window window,
        Care care) {

    public Plan {
        waves = List.copyOf(waves);
        if (waves.isEmpty()) {
            throw new IllegalArgumentException("a rollout has a wave at least");
        }
    }

    /**
     * Shares of a wave, in percent.
     *
     * @param success fewer good ones at its end stop the rollout
     * @param errors more failed ones stop it at once
     * @param silence more silent ones stop it at once
     */
    public record Limits(int success, int errors, int silence) {

        public static final Limits USUAL = new Limits(95, 2, 2);
    }

    /**
     * How long is waited.
     *
     * @param silence a device that was asked and is not heard for this long is silent
     * @param install one that does not run the new one after this long has failed
     * @param soak one that runs it is watched for this long
     */
    public record Patience(Duration silence, Duration install, Duration soak) {

        public static final Patience USUAL =
                new Patience(Duration.ofMinutes(5), Duration.ofMinutes(30), Duration.ofMinutes(30));
    }

    /**
     * What is taken care of.
     *
     * @param approval when another person has to agree
     * @param onBreach what happens when a limit is passed
     * @param soleLanes whether the only lane of an entrance may be touched, which closes it for that while
     * @param atOnce how many devices are on their way at most
     */
    public record Care(Approval approval, OnBreach onBreach, boolean soleLanes, int atOnce) {

        public static final Care USUAL = new Care(Approval.START, OnBreach.ROLL_BACK, false, 200);
    }

    /** When another person has to agree. */
    public enum Approval {
        NONE,
        /** Before the first device is touched. */
        START,
        /** Before each wave. */
        EACH_WAVE
    }

    /** What happens when a limit is passed. */
    public enum OnBreach {
        PAUSE,
        ROLL_BACK
    }
}
