package io.gatehouse.patrol.wand;

import io.gatehouse.protocol.patrol.PatrolPolicy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When a wand's records really were. A dock sets the wand's clock; what it is off at the next dock it has come to on the
 * way, evenly. A clock that is off by more than a drift explains was set anew: then what was read before counts as it
 * stands, what was read after by the distance from the dock, and what is neither lies between its neighbours.
 */
final class WandClock {

    private static final long FUTURE_MILLIS = 60_000;
    private static final long OLDEST_MILLIS = 90L * 24 * 3_600_000;

    /**
     * A time that was made right.
     *
     * @param doubt milliseconds that it may be wrong, either way
     */
    record Right(long at, long doubt, boolean jumped) {}

    private final UploadBatch batch;
    private final long suspect;
    private final long most;
    private final long offset;
    private final long begin;
    private final boolean set;

    /** @param lastDock milliseconds since 1970 when its clock was last set, or nothing when that is not known */
    WandClock(UploadBatch batch, PatrolPolicy policy, @Nullable Long lastDock) {
        this.batch = batch;
        this.suspect = policy.clockSuspectSeconds() * 1_000L;
        this.most = policy.maxDoubtSeconds() * 1_000L;
        this.offset = batch.wandTime() - batch.dockTime();
        this.set = lastDock != null && lastDock < batch.dockTime();
        this.begin = set && lastDock != null ? lastDock : batch.dockTime() - OLDEST_MILLIS;
    }

    /** More than 0: the wand's clock was fast, in milliseconds. */
    long offset() {
        return offset;
    }

    boolean isSuspect() {
        return Math.abs(offset) > suspect;
    }

    boolean wasSetAnew() {
        return Math.abs(offset) > most;
    }

    /** Each record's time, in the same order; the records are in the order of their numbers. */
    List<Right> right(List<WandRecord> records) {
        int run = records.size();
        long next = batch.wandTime();
        // backwards from the dock, as long as the clock only ran on
        while (run > 0
                && records.get(run - 1).rawTime() <= next
                && isPlausible(records.get(run - 1).rawTime() - offset)) {
            run--;
            next = records.get(run).rawTime();
        }
        List<Right> right = new ArrayList<>();
        for (int i = 0; i < records.size(); i++) {
            long raw = records.get(i).rawTime();
            if (wasSetAnew()) {
                right.add(isPlausible(raw) ? new Right(raw, 0, false) : i >= run ? afterReset(raw) : unknown());
            } else {
                long at = drifted(raw);
                boolean plausible = isPlausible(at);
                right.add(plausible ? new Right(at, Math.abs(offset), i < run) : unknown());
            }
        }
        return between(right);
    }

    private boolean isPlausible(long at) {
        return at >= begin - FUTURE_MILLIS && at <= batch.dockTime() + FUTURE_MILLIS;
    }

    private Right afterReset(long raw) {
        return new Right(raw - offset, suspect, true);
    }

    private static Right unknown() {
        return new Right(Long.MIN_VALUE, Long.MAX_VALUE, true);
    }

    private long drifted(long raw) {
        long span = batch.wandTime() - begin;
        if (!set || span <= 0) {
            return raw - offset;
        }
        double part = Math.min(1, Math.max(0, (raw - begin) / (double) span));
        return raw - Math.round(offset * part);
    }

    /** What is not known lies in the middle between what is, as uncertain as that is wide. */
    private List<Right> between(List<Right> times) {
        List<Right> all = new ArrayList<>(times);
        long before = begin;
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).at() == Long.MIN_VALUE) {
                long after = batch.dockTime();
                for (int j = i + 1; j < all.size(); j++) {
                    if (all.get(j).at() != Long.MIN_VALUE) {
                        after = all.get(j).at();
                        break;
                    }
                }
                long half = Math.max(0, after - before) / 2;
                all.set(i, new Right(before + half, half, true));
            } else {
                before = Math.max(before, all.get(i).at());
            }
        }
        return all;
    }
}
