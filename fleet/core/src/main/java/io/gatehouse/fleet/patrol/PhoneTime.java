package io.gatehouse.fleet.patrol;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.protocol.patrol.CheckpointScan.Doubt;
import java.util.EnumSet;
import java.util.Set;

/**
 * When something on a phone really was. The phone tells its clock and the milliseconds of its page, of then and of now:
 * a clock that was set meanwhile shows, and a page that slept does too. Milliseconds since 1970.
 *
 * @param doubtMillis how far it may be wrong, either way
 */
record PhoneTime(long at, long doubtMillis, Set<Doubt> doubts) {

    /** A clock that is off by less is taken for right. */
    private static final long AGREES_MILLIS = 120_000;
    /** What a clock that is set by itself now and then may step. */
    private static final long STEP_MILLIS = 60_000;

    /**
     * @param item with {@code deviceTime, mono, session} of when it was
     * @param sent with the same of when it was sent
     */
    static PhoneTime of(JsonNode item, JsonNode sent, long now) {
        long offset = sent.path("deviceTime").asLong(now) - now;
        long byClock = sent.path("deviceTime").asLong(now) - item.path("deviceTime").asLong(now);
        boolean same = !item.path("session").asText().isEmpty()
                && item.path("session").asText().equals(sent.path("session").asText());
        if (!same) {
            // the page was closed in between: only the clock is left
            long doubt = Math.abs(offset) > AGREES_MILLIS ? Math.abs(offset) : 0;
            return within(now - byClock, doubt, EnumSet.noneOf(Doubt.class), now);
        }
        long byPage = Math.max(0, sent.path("mono").asLong() - item.path("mono").asLong());
        long apart = byClock - byPage;
        if (Math.abs(apart) <= STEP_MILLIS) {
            return within(now - byPage, 0, EnumSet.noneOf(Doubt.class), now);
        }
        boolean slept = apart > 0 && Math.abs(offset) <= AGREES_MILLIS;
        return slept
                ? within(now - byClock, 0, EnumSet.noneOf(Doubt.class), now)
                : within(now - byPage, 0, EnumSet.of(Doubt.CLOCK_JUMPED), now);
    }

    private static PhoneTime within(long at, long doubt, Set<Doubt> doubts, long now) {
        if (at > now) {
            Set<Doubt> more = EnumSet.of(Doubt.CLOCK_JUMPED);
            more.addAll(doubts);
            return new PhoneTime(now, Math.max(doubt, at - now), more);
        }
        return new PhoneTime(at, doubt, doubts);
    }
}
