package io.gatehouse.emulator.fault;

import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** The faults in force, the chance that decides over each piece, and the counts. Safe from any thread. */
final class Dice {

    private static final long TCP_SENDS_AGAIN_MILLIS = 200;
    private static final long OVERTAKEN_MILLIS = 40;

    private final SplittableRandom random;
    private final Map<FaultCount, LongAdder> counts = new EnumMap<>(FaultCount.class);
    private final @Nullable ThinLine line;
    private volatile Faults faults = Faults.NONE;

    Dice(long seed) {
        this(seed, null);
    }

    /** @param line that is shared with others, or nothing */
    Dice(long seed, @Nullable ThinLine line) {
        this.line = line;
        random = new SplittableRandom(seed);
        for (FaultCount count : FaultCount.values()) {
            counts.put(count, new LongAdder());
        }
    }

    Faults faults() {
        return faults;
    }

    void faults(Faults now) {
        faults = now;
    }

    void count(FaultCount what, long by) {
        LongAdder count = counts.get(what);
        if (count != null) {
            count.add(by);
        }
    }

    Map<FaultCount, Long> counts() {
        Map<FaultCount, Long> now = new EnumMap<>(FaultCount.class);
        counts.forEach((what, count) -> now.put(what, count.sum()));
        return now;
    }

    /** Whether a thing of this share happens now; counted when it does. */
    boolean happens(double share, FaultCount what) {
        boolean yes = share > 0 && chance() < share;
        if (yes) {
            count(what, 1);
        }
        return yes;
    }

    private synchronized double chance() {
        return random.nextDouble();
    }

    private synchronized int below(int bound) {
        return random.nextInt(bound);
    }

    /** Whether a piece vanishes in the line as it is. */
    boolean swallows(boolean upwards, int length) {
        Line line = faults.is();
        boolean yes = line == Line.BLACK_HOLE
                || isTooLarge(length)
                || line == Line.CUT
                || (line == Line.MUTE && upwards)
                || (line == Line.DEAF && !upwards);
        if (yes) {
            count(FaultCount.SWALLOWED, 1);
        }
        return yes;
    }

    /** Whether the line as it is does not carry pieces of this size. */
    boolean isTooLarge(int length) {
        return faults.is() == Line.NARROW && length > Line.NARROW_BYTES;
    }

    /** Nanoseconds that a piece takes by latency and jitter. */
    long travelNanos() {
        Faults now = faults;
        long millis = now.latency() + (now.jitter() > 0 ? below((int) now.jitter() + 1) : 0);
        millis += line == null ? 0 : line.latencyMillis();
        if (millis > 0) {
            count(FaultCount.DELAYED, 1);
        }
        return millis * 1_000_000;
    }

    /** Nanoseconds that TCP needs to repair what is lost here; nothing when nothing is. */
    long repairNanos() {
        return happens(faults.loss(), FaultCount.LOST) ? TCP_SENDS_AGAIN_MILLIS * 1_000_000 : 0;
    }

    /** Nanoseconds by which a datagram is held so that others overtake it. */
    long overtakenNanos() {
        return happens(faults.reorder(), FaultCount.REORDERED) ? OVERTAKEN_MILLIS * 1_000_000 : 0;
    }

    /** When so many bytes that come now have gone into the line: at once, where it is nobody else's. */
    long gone(long now, int bytes) {
        return line == null ? now : line.gone(now, bytes);
    }

    /** Nanoseconds that so many bytes take at the rate. */
    long nanosAtRate(int bytes) {
        long rate = faults.rate();
        return rate == 0 ? 0 : bytes * 1_000_000_000L / rate;
    }

    /** Turns one bit, when the dice say so. */
    void corrupt(byte[] bytes, int length) {
        if (length > 0 && happens(faults.corrupt(), FaultCount.CORRUPTED)) {
            bytes[below(length)] ^= (byte) (1 << below(8));
        }
    }
}
