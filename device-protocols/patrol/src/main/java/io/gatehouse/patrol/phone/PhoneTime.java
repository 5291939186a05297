package io.gatehouse.patrol.phone;

import io.gatehouse.protocol.patrol.CheckpointScan.Doubt;
import java.util.EnumSet;
import java.util.Set;

/**
 * When something on a phone really was. While the page is the same one, its own milliseconds tell, whatever became of the
 * clock; a page that slept shows by the clock having gone on. Over another opening of the page only the clock is left.
 *
 * @param at milliseconds since 1970 by the server's clock
 * @param doubtMillis how far it may be wrong, either way
 */
public record PhoneTime(long at, long doubtMillis, Set<Doubt> doubts) {

    /** A clock that is off by less is taken for right. */
    private static final long AGREES_MILLIS = 120_000;
    /** What a clock that is set by itself now and then may step. */
    private static final long STEP_MILLIS = 60_000;

    public PhoneTime {
        doubts = Set.copyOf(doubts);
    }

    /**
     * The moment {@code then}, told at the moment {@code sent}.
     *
     * @param now the server's time when it was told
     */
    public static PhoneTime of(PhoneMoment then, PhoneMoment sent, long now) {
        long offset = sent.clock() - now;
        long byClock = sent.clock() - then.clock();
        if (!then.session().equals(sent.session())) {
            long doubt = Math.abs(offset) > AGREES_MILLIS ? Math.abs(offset) : 0;
            return within(now - byClock, doubt, Set.of(), now);
        }
        long byPage = Math.max(0, Math.round(sent.mono() - then.mono()));
        long apart = byClock - byPage;
        if (Math.abs(apart) <= STEP_MILLIS) {
            return within(now - byPage, 0, Set.of(), now);
        }
        boolean slept = apart > 0 && Math.abs(offset) <= AGREES_MILLIS;
        return slept
                ? within(now - byClock, 0, Set.of(), now)
                : within(now - byPage, 0, Set.of(Doubt.CLOCK_JUMPED), now);
    }

    /** Nothing was after it was told. */
    private static PhoneTime within(long at, long doubt, Set<Doubt> doubts, long now) {
        if (at <= now) {
            return new PhoneTime(at, doubt, doubts);
        }
        Set<Doubt> more = EnumSet.of(Doubt.CLOCK_JUMPED);
        more.addAll(doubts);
        return new PhoneTime(now, Math.max(doubt, at - now), more);
    }
}
