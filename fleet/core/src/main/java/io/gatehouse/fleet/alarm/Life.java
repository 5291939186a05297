package io.gatehouse.fleet.alarm;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an alarm stands. Whether its condition is there and whether somebody has seen it are two different things
 * (ISA-18.2); that it is put aside is a third, and always ends. Immutable; every change answers a new one.
 *
 * @param since when the condition came for the first time
 * @param last when it came for the last time
 * @param count how often it came
 * @param absent since when the condition is not there, though the alarm still stands because it flaps
 * @param cleared when the alarm was over, or nothing while it is not
 * @param acknowledged when somebody took note of it
 * @param shelved until when it is put aside
 * @param closed when nobody has to look at it any more
 * @param level how far it was escalated
 * @param escalates when it goes a step further unless somebody takes note
 * @param raises when it came, the latest of them
 */
public record Life(
        Instant since,
        Instant last,
        long count,
        @Nullable Instant absent,
        @Nullable Instant cleared,
        @Nullable Instant acknowledged,
        @Nullable Instant shelved,
        @Nullable Instant closed,
        int level,
        @Nullable Instant escalates,
        List<Instant> raises) {

    /** So often within {@link #FLAPS_WITHIN}, and it is one alarm until it has been quiet for {@link #QUIET}. */
    static final int FLAPS = 3;

    static final Duration FLAPS_WITHIN = Duration.ofMinutes(30);
    static final Duration QUIET = Duration.ofMinutes(10);
    /** What comes back so soon after it was closed is the same again, not a new one. */
    static final Duration SAME_AGAIN = Duration.ofMinutes(30);

    private static final int MOST_RAISES = 10;

    public Life {
        raises = List.copyOf(raises);
    }

    /** A condition came that had no alarm. */
    public static Life begin(Instant since, Instant now, Ladder ladder) {
        return new Life(
                since,
                now,
                1,
                null,
                null,
                null,
                null,
                null,
                0,
                ladder.next(0, now).orElse(null),
                List.of(now));
    }

    public boolean isActive() {
        return cleared == null;
    }

    public boolean isAcknowledged() {
        return acknowledged != null;
    }

    public boolean isShelved() {
        return shelved != null;
    }

    public boolean isOpen() {
        return closed == null;
    }

    public boolean isFlapping(Instant now) {
        return raises.stream().filter(at -> at.isAfter(now.minus(FLAPS_WITHIN))).count() >= FLAPS;
    }

    /** Whether a condition that comes now is this alarm again. */
    public boolean isSameAgain(Instant now) {
        return closed == null || closed.isAfter(now.minus(SAME_AGAIN));
    }

    /** The condition is there. Whoever had taken note of it need not do so again while it flaps. */
    public Life there(Instant now, Ladder ladder) {
        if (isActive() && absent == null) {
            return this;
        }
        List<Instant> came = new ArrayList<>(raises);
        came.add(now);
        List<Instant> latest = came.subList(Math.max(0, came.size() - MOST_RAISES), came.size());
        boolean flaps = latest.stream()
                        .filter(at -> at.isAfter(now.minus(FLAPS_WITHIN)))
                        .count()
                >= FLAPS;
        boolean seen = isActive() || flaps;
        return new Life(
                since,
                now,
                count + 1,
                null,
                null,
                seen ? acknowledged : null,
                shelved,
                null,
                seen ? level : 0,
                seen ? escalates : ladder.next(0, now).orElse(null),
                latest);
    }

    /** The condition is not there. One that flaps has to stay away for a while. */
    public Life gone(Instant now) {
        if (!isActive()) {
            return this;
        }
        Instant left = absent == null ? now : absent;
        boolean over = !isFlapping(now) || !left.plus(QUIET).isAfter(now);
        return over ? cleared(now) : withAbsent(left);
    }

    private Life cleared(Instant now) {
        return new Life(
                since,
                last,
                count,
                null,
                now,
                acknowledged,
                null,
                acknowledged == null ? null : now,
                level,
                null,
                raises);
    }

    private Life withAbsent(Instant left) {
        return new Life(since, last, count, left, cleared, acknowledged, shelved, closed, level, escalates, raises);
    }

    /** Somebody takes note: it does not go further up, and what is over already is closed. */
    public Life acknowledge(Instant now) {
        return new Life(
                since,
                last,
                count,
                absent,
                cleared,
                acknowledged == null ? now : acknowledged,
                shelved,
                cleared == null ? closed : now,
                level,
                null,
                raises);
    }

    /** Put aside until then. */
    public Life shelve(Instant until) {
        return new Life(since, last, count, absent, cleared, acknowledged, until, closed, level, null, raises);
    }

    /** Back from where it was put; it goes up again unless somebody has taken note. */
    public Life unshelve(Instant now, Ladder ladder) {
        Instant next =
                acknowledged == null && isActive() ? ladder.next(level, now).orElse(null) : null;
        return new Life(since, last, count, absent, cleared, acknowledged, null, closed, level, next, raises);
    }

    /** Somebody says that it is done. */
    public Life resolve(Instant now) {
        return new Life(
                since,
                last,
                count,
                null,
                cleared == null ? now : cleared,
                acknowledged == null ? now : acknowledged,
                null,
                now,
                level,
                null,
                raises);
    }

    /** A step up, by the clock or by somebody. */
    public Life escalate(Instant now, Ladder ladder) {
        int next = level + 1;
        return new Life(
                since,
                last,
                count,
                absent,
                cleared,
                acknowledged,
                shelved,
                closed,
                next,
                ladder.next(next, now).orElse(null),
                raises);
    }

    public boolean shelfEnds(Instant now) {
        return shelved != null && !shelved.isAfter(now);
    }

    public boolean escalatesNow(Instant now) {
        return escalates != null && !escalates.isAfter(now) && isActive() && !isAcknowledged() && !isShelved();
    }
}
