package io.gatehouse.patrol.judge;

import io.gatehouse.protocol.patrol.InspectionResult;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What became of one stop. Times are milliseconds since 1970.
 *
 * @param scan the id of the scan that made it, or nothing
 * @param with ids of further scans that belong to it: of companions, and the same again
 * @param at when, or nothing
 * @param receivedAt when it was told, or nothing
 * @param officers who was there
 * @param lateMillis behind the end of its window (more than 0) or before its beginning (less), 0 when on time or not made
 * @param provisional missed as far as is known, and not all is known yet
 * @param cause of a miss, or nothing
 * @param excuse or nothing
 * @param defects results that want mending
 */
public record StopVerdict(
        int ordinal,
        String checkpoint,
        StopStatus status,
        Set<Flag> flags,
        @Nullable String scan,
        List<String> with,
        @Nullable Long at,
        @Nullable Long receivedAt,
        List<String> officers,
        long lateMillis,
        boolean provisional,
        @Nullable MissCause cause,
        @Nullable Excuse excuse,
        Confidence confidence,
        List<InspectionResult> defects) {

    /** Why it need not be made, and who says so. */
    public record Excuse(String by, String role, String reason, long at) {}

    public StopVerdict {
        flags = flags.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(flags));
        with = List.copyOf(with);
        officers = List.copyOf(officers);
        defects = List.copyOf(defects);
    }

    /** Missed, and nobody has excused it. */
    public boolean isMissing() {
        return status == StopStatus.MISSED && excuse == null;
    }
}
