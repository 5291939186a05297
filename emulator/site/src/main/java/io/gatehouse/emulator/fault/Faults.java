package io.gatehouse.emulator.fault;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a line does to what goes through it; what is left out in a script is no fault. A piece is a datagram of UDP, or
 * what one read of a TCP stream gave. TCP repairs its own losses, so there a lost piece comes 200 ms late, and neither
 * {@code duplicate} nor {@code reorder} do anything.
 *
 * @param latency milliseconds that every piece takes
 * @param jitter up to so many milliseconds more
 * @param loss the share of pieces that are lost, 0 to 1; the following four likewise
 * @param duplicate pieces that come twice
 * @param reorder pieces that are overtaken by those behind them
 * @param corrupt pieces in which one bit is turned
 * @param reset pieces upon which the connection is broken off (TCP)
 * @param rate bytes a second at most in each direction, 0 for no limit
 */
public record Faults(
        long latency,
        long jitter,
        double loss,
        double duplicate,
        double reorder,
        double corrupt,
        double reset,
        long rate,
        @Nullable Line line) {

    public static final Faults NONE = new Faults(0, 0, 0, 0, 0, 0, 0, 0, Line.WHOLE);

    /** @throws IllegalArgumentException naming what is out of range */
    public Faults {
        line = Objects.requireNonNullElse(line, Line.WHOLE);
        if (latency < 0 || jitter < 0 || rate < 0) {
            throw new IllegalArgumentException("latency, jitter and rate are not negative");
        }
        share("loss", loss);
        share("duplicate", duplicate);
        share("reorder", reorder);
        share("corrupt", corrupt);
        share("reset", reset);
    }

    private static void share(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " is a share from 0 to 1, not " + value);
        }
    }

    /** The line's state; never null. */
    public Line is() {
        return Objects.requireNonNullElse(line, Line.WHOLE);
    }

    public Faults with(Line other) {
        return new Faults(latency, jitter, loss, duplicate, reorder, corrupt, reset, rate, other);
    }

    /** Whole, but so many milliseconds long. */
    public static Faults slow(long latency, long jitter) {
        return new Faults(latency, jitter, 0, 0, 0, 0, 0, 0, Line.WHOLE);
    }

    /** Whole, but losing, doubling and reordering these shares. */
    public static Faults lossy(double loss, double duplicate, double reorder) {
        return new Faults(0, 0, loss, duplicate, reorder, 0, 0, 0, Line.WHOLE);
    }
}
