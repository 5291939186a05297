package io.gatehouse.protocol.patrol;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Somebody was at a checkpoint, whichever way it became known.
 *
 * @param id the same for the same scan however often it is told: {@code device/boot/seq}, {@code wand/erase/seq}, or the
 *     phone's own id
 * @param method how it was read, or nothing when that is not known
 * @param tag what was read, as it came: {@link TagReading} takes it apart
 * @param collector the wand, phone or device that read it, or nothing
 * @param officers who, by id; empty when nobody knows
 * @param at milliseconds since 1970: when, as well as is known
 * @param deviceTime milliseconds since 1970 by the collector's own clock, as it came, or nothing
 * @param receivedAt milliseconds since 1970 by the gateway's clock: when it was told
 * @param doubtMillis how far {@code at} may be wrong, either way
 * @param position or nothing
 * @param leftAt milliseconds since 1970, or nothing when that is not known
 * @param photos names of pictures
 * @param doubts what the way in noticed
 * @param manual when a supervisor entered it, or nothing
 */
public record CheckpointScan(
        String id,
        Way way,
        @Nullable MarkKind method,
        String tag,
        @Nullable String collector,
        List<String> officers,
        long at,
        @Nullable Long deviceTime,
        long receivedAt,
        long doubtMillis,
        @Nullable Place position,
        @Nullable Long leftAt,
        List<InspectionResult> results,
        List<String> photos,
        Set<Doubt> doubts,
        @Nullable Manual manual) {

    /** How it became known. */
    public enum Way {
        /** A checkpoint device of its own. */
        DEVICE,
        /** An access reader or a door. */
        ACCESS,
        WAND,
        PHONE,
        /** A supervisor wrote it in. */
        SUPERVISOR
    }

    /** What makes a scan less certain. */
    public enum Doubt {
        /** The collector's clock was set back or forth between this scan and its neighbours. */
        CLOCK_JUMPED,
        /** The phone says that its position is made up. */
        MOCK_LOCATION,
        /** Its signature is wrong: somebody else may have written it. */
        SIGNATURE_WRONG,
        /** Nothing signs what this collector says. */
        NOT_SIGNED,
        /** The collector was with somebody else then. */
        NOT_IN_CUSTODY,
        /** Records before it are missing. */
        RECORDS_MISSING,
        /** A tag that counts its readings told a count that was told before, or that runs backwards. */
        REPLAYED
    }

    /** Who entered it, and why. */
    public record Manual(String by, String reason) {}

    public CheckpointScan {
        officers = List.copyOf(officers);
        results = List.copyOf(results);
        photos = List.copyOf(photos);
        doubts = Collections.unmodifiableSet(new TreeSet<>(doubts));
    }

    /** A plain scan with a clock that is right. */
    public static CheckpointScan plain(String id, Way way, String tag, @Nullable String officer, long at) {
        return new CheckpointScan(
                id,
                way,
                null,
                tag,
                null,
                officer == null ? List.of() : List.of(officer),
                at,
                at,
                at,
                0,
                null,
                null,
                List.of(),
                List.of(),
                Set.of(),
                null);
    }

    /**
     * Whether this, the same scan told again, says more than what is known of it: it comes with its signature, its time is
     * more certain, or it tells when they left.
     */
    public boolean saysMoreThan(CheckpointScan known) {
        boolean forged = doubts.contains(Doubt.SIGNATURE_WRONG);
        boolean wasForged = known.doubts.contains(Doubt.SIGNATURE_WRONG);
        if (forged != wasForged) {
            return wasForged;
        }
        return doubtMillis < known.doubtMillis
                || (doubtMillis == known.doubtMillis && leftAt != null && known.leftAt == null);
    }

    /** The same at a time that is known better, or less well. */
    public CheckpointScan when(long then, long doubt) {
        return new CheckpointScan(
                id,
                way,
                method,
                tag,
                collector,
                officers,
                then,
                deviceTime,
                receivedAt,
                doubt,
                position,
                leftAt == null ? null : Long.valueOf(leftAt + then - at),
                results,
                photos,
                doubts,
                manual);
    }

    /** The same, told at another time. */
    public CheckpointScan receivedAt(long when) {
        return new CheckpointScan(
                id,
                way,
                method,
                tag,
                collector,
                officers,
                at,
                deviceTime,
                when,
                doubtMillis,
                position,
                leftAt,
                results,
                photos,
                doubts,
                manual);
    }

    /** The same with one doubt more. */
    public CheckpointScan doubted(Doubt doubt) {
        Set<Doubt> more = new TreeSet<>(doubts);
        more.add(doubt);
        return new CheckpointScan(
                id,
                way,
                method,
                tag,
                collector,
                officers,
                at,
                deviceTime,
                receivedAt,
                doubtMillis,
                position,
                leftAt,
                results,
                photos,
                more,
                manual);
    }
}
