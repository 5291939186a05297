package io.gatehouse.patrol;

import io.gatehouse.patrol.judge.Flag;
import io.gatehouse.patrol.judge.MissCause;
import io.gatehouse.patrol.judge.StopStatus;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is right about a generated round, from what really happened: it knows when the guard was where, and never sees a
 * scan, a file or a correction. It shares no code with the judge.
 */
final class Oracle {

    /** How a stop is noticed. */
    enum Means {
        CHECKPOINT_DEVICE,
        READER,
        WAND,
        PHONE
    }

    /**
     * What really happened at a stop; seconds after the round's start.
     *
     * @param from of its window
     * @param to of its window
     * @param there when the guard was there, or nothing
     * @param told when the gateway heard of it
     * @param heardBy who would have noticed: the collector's data is there from this second on
     * @param down the reader was down or its battery flat all the time, or nothing
     * @param clockOff how far the collector's clock was off when it was read out
     * @param reset the collector's clock was set anew
     * @param again the same was scanned once more within the debounce time
     */
    record Truth(
            Means means,
            int from,
            int to,
            int extended,
            @Nullable Integer there,
            int told,
            int heardBy,
            @Nullable MissCause down,
            int clockOff,
            boolean reset,
            boolean again) {

        int wide() {
            return !reset && Math.abs(clockOff) > 120 ? Math.abs(clockOff) : 0;
        }

        boolean counts() {
            return there != null && there + wide() >= from - extended && there - wide() <= to + extended;
        }
    }

    /** What should be said of the stop. */
    record Right(
            StopStatus status, Set<Flag> flags, @Nullable MissCause cause, boolean provisional) {}

    private Oracle() {}

    /** What is right at that second. */
    static List<Right> of(List<Truth> truths, boolean ordered, int now) {
        List<Right> rights = new ArrayList<>();
        for (int i = 0; i < truths.size(); i++) {
            Truth truth = truths.get(i);
            boolean known = truth.counts() && truth.told() <= now;
            rights.add(known ? made(truths, i, ordered, now) : notMade(truth, now));
        }
        return rights;
    }

    private static Right made(List<Truth> truths, int place, boolean ordered, int now) {
        Truth truth = truths.get(place);
        int there = truth.there() == null ? 0 : truth.there();
        int wide = truth.wide();
        StopStatus status;
        if (there + wide >= truth.from() && there - wide <= truth.to()) {
            status = StopStatus.ON_TIME;
        } else {
            status = there < truth.from() ? StopStatus.EARLY : StopStatus.LATE;
        }
        Set<Flag> flags = EnumSet.noneOf(Flag.class);
        if (wide > 0 || truth.reset()) {
            flags.add(Flag.CLOCK_SUSPECT);
        }
        if (truth.told() > truth.to() + truth.extended()) {
            flags.add(Flag.REPORTED_LATE);
        }
        if (truth.again()) {
            flags.add(Flag.DUPLICATE);
        }
        for (int later = place + 1; ordered && later < truths.size(); later++) {
            Truth other = truths.get(later);
            if (other.counts() && other.told() <= now && other.there() != null && other.there() < there) {
                flags.add(Flag.OUT_OF_SEQUENCE);
            }
        }
        return new Right(status, flags, null, false);
    }

    private static Right notMade(Truth truth, int now) {
        if (now <= truth.to() + truth.extended()) {
            return new Right(StopStatus.PENDING, Set.of(), null, false);
        }
        boolean collector = truth.means() == Means.WAND || truth.means() == Means.PHONE;
        if (collector && truth.heardBy() > now) {
            return new Right(StopStatus.MISSED, Set.of(), MissCause.DATA_IN_WAND, true);
        }
        MissCause cause = truth.down() == null ? MissCause.GUARD : truth.down();
        return new Right(StopStatus.MISSED, Set.of(), cause, false);
    }
}
