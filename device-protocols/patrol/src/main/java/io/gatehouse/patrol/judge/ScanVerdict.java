package io.gatehouse.patrol.judge;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What became of one scan. None is dropped.
 *
 * @param scan its id
 * @param checkpoint or nothing when the tag is nobody's
 * @param round of which it is part, or in whose time it falls; or nothing
 * @param stop the ordinal that it made or belongs to, or 0
 */
public record ScanVerdict(
        String scan,
        @Nullable String checkpoint,
        Use use,
        @Nullable String round,
        int stop,
        Set<Flag> flags,
        Confidence confidence) {

    /** What it is good for. */
    public enum Use {
        /** It made the stop. */
        MADE_STOP,
        /** Another officer at the stop. */
        COMPANION,
        /** The same again. */
        DUPLICATE,
        /** It satisfies no stop. */
        UNSCHEDULED,
        /** Its tag is on no route of this site. */
        UNKNOWN_TAG,
        /** A wand at its control point. */
        CONTROL,
        /** A read or an opening door that has nothing to do with a round. */
        INCIDENTAL,
        /** Its time is so uncertain that it proves no stop. */
        TIME_UNCERTAIN,
        /** Its signature is wrong, or it was played back: it is kept and proves nothing. */
        NOT_BELIEVED
    }

    public ScanVerdict {
        flags = flags.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(flags));
    }
}
