package io.gatehouse.patrol.live;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.gatehouse.patrol.judge.MissCause;
import io.gatehouse.patrol.judge.RoundState;
import io.gatehouse.patrol.judge.StopStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something about today's rounds that somebody should know: the body of a {@code PatrolFinding} event. A finding is never
 * taken back: what turns out otherwise is told by a later one that supersedes it.
 *
 * @param id unique at the site
 * @param supersedes the id of the finding that it takes the place of, or nothing
 * @param round or nothing when it is about none
 * @param stop the ordinal, 0 for the whole round
 * @param officers whom it is about
 * @param since milliseconds since 1970: when it became so; the end of the window, of a miss
 * @param at milliseconds since 1970: when it was found
 * @param provisional not all is known yet
 * @param to of an escalation: whom
 * @param note a seed, a tag, a reason or what somebody wrote, by the kind
 * @param photos names of pictures; nothing is none
 */
public record PatrolFinding(
        String id,
        Kind kind,
        @Nullable String supersedes,
        @Nullable String round,
        int stop,
        @Nullable String checkpoint,
        List<String> officers,
        long since,
        long at,
        @Nullable StopStatus status,
        @Nullable MissCause cause,
        boolean provisional,
        @Nullable RoundState state,
        @Nullable String to,
        @Nullable String note,

        @JsonInclude(JsonInclude.Include.NON_EMPTY) @Nullable
        List<String> photos) {

    /** What it is. */
    public enum Kind {
        /** A round with a random part begins; the note is its seed in hexadecimal digits. */
        ROUND_UNSEALED(false),
        ROUND_NOT_STARTED(true),
        CHECKPOINT_MISSED(true),
        /** A stop that was told missed is another: made after all, or for another cause. */
        STOP_CORRECTED(false),
        /** A round is over, or turned out otherwise. */
        ROUND_JUDGED(false),
        /** A scan at a checkpoint that is not on its officer's round. */
        OFF_ROUTE(true),
        /** The note is the tag. */
        UNKNOWN_TAG(false),
        /** Somebody played back a reading of a counting tag; the note is the scan. */
        TAG_REPLAYED(true),
        DEFECT_FOUND(true),
        /** What a dock read is not signed by a wand of the site; the note says what is wrong with it. */
        WAND_DOUBTED(true),
        /** A wand should have been read; the note is its id. */
        UPLOAD_EXPECTED(true),
        SOS(true),
        MAN_DOWN(true),
        CHECK_IN_MISSED(true),
        /** Somebody has seen something that others must look at; the note says what. */
        INCIDENT(true),
        /** The gateway's clock cannot be believed: rounds go on being collected, and are judged once it can be. */
        CLOCK_UNTRUSTED(true),
        /** Nobody has taken the alarm: the next is told. The note is the alarm's id. */
        ESCALATED(true),
        /** Somebody has taken an alarm, or it is over. */
        ALARM_ENDED(false);

        private final boolean alarm;

        Kind(boolean alarm) {
            this.alarm = alarm;
        }

        /** Somebody must look now. */
        public boolean isAlarm() {
            return alarm;
        }
    }

    /** One without pictures. */
    public PatrolFinding(
            String id,
            Kind kind,
            @Nullable String supersedes,
            @Nullable String round,
            int stop,
            @Nullable String checkpoint,
            List<String> officers,
            long since,
            long at,
            @Nullable StopStatus status,
            @Nullable MissCause cause,
            boolean provisional,
            @Nullable RoundState state,
            @Nullable String to,
            @Nullable String note) {
        this(
                id,
                kind,
                supersedes,
                round,
                stop,
                checkpoint,
                officers,
                since,
                at,
                status,
                cause,
                provisional,
                state,
                to,
                note,
                null);
    }

    public PatrolFinding {
        officers = List.copyOf(officers);
        photos = photos == null ? null : List.copyOf(photos);
    }

    /** Ends an alarm. */
    static PatrolFinding over(Kind kind, String id, String alarm, String officer, long at) {
        return new PatrolFinding(
                id, kind, alarm, null, 0, null, List.of(officer), at, at, null, null, false, null, null, alarm);
    }

    /** The same with pictures. */
    PatrolFinding showing(List<String> pictures) {
        return new PatrolFinding(
                id,
                kind,
                supersedes,
                round,
                stop,
                checkpoint,
                officers,
                since,
                at,
                status,
                cause,
                provisional,
                state,
                to,
                note,
                pictures);
    }

    /** A finding about a person or a thing, and no round. */
    public static PatrolFinding of(
            Kind kind, String id, List<String> officers, long since, long at, @Nullable String note) {
        return new PatrolFinding(
                id, kind, null, null, 0, null, officers, since, at, null, null, false, null, null, note);
    }
}
