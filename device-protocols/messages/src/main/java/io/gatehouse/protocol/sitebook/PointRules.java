package io.gatehouse.protocol.sitebook;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one direction of a door asks for beyond a right.
 *
 * @param areaFrom where one comes from, or nothing for outside
 * @param areaTo where one gets to, or nothing for outside
 * @param authentication id of the {@link SiteRules.AuthenticationProfile}, or nothing: any one credential will do
 * @param mode ASHRAE 135's AuthorizationMode
 * @param delaySeconds for {@link Mode#AUTHORIZATION_DELAYED}
 * @param passback or nothing
 * @param multiPerson or nothing
 * @param escort or nothing
 * @param approval who must agree
 * @param searchPercent of the grants that ask for a search first, 0 to 100
 * @param muster a reader at an assembly point
 * @param softHours who has a right here at other hours is let through and marked; nothing is no
 */
public record PointRules(
        @Nullable String areaFrom,
        @Nullable String areaTo,
        @Nullable String authentication,
        Mode mode,
        int delaySeconds,
        @Nullable Passback passback,
        @Nullable MultiPerson multiPerson,
        @Nullable Escort escort,
        Approval approval,
        int searchPercent,
        boolean muster,
        @Nullable Boolean softHours) {

    public static final PointRules PLAIN =
            new PointRules(null, null, null, Mode.AUTHORIZE, 0, null, null, null, Approval.NONE, 0, false);

    /** One whose hours bind. */
    public PointRules(
            @Nullable String areaFrom,
            @Nullable String areaTo,
            @Nullable String authentication,
            Mode mode,
            int delaySeconds,
            @Nullable Passback passback,
            @Nullable MultiPerson multiPerson,
            @Nullable Escort escort,
            Approval approval,
            int searchPercent,
            boolean muster) {
        this(
                areaFrom,
                areaTo,
                authentication,
                mode,
                delaySeconds,
                passback,
                multiPerson,
                escort,
                approval,
                searchPercent,
                muster,
                null);
    }

    public PointRules {
        softHours = Boolean.TRUE.equals(softHours) ? softHours : null;
    }

    /** What the access point makes of a credential. */
    public enum Mode {
        AUTHORIZE,
        /** Every credential that is in order passes; for disasters. */
        GRANT_ACTIVE,
        DENY_ALL,
        VERIFICATION_REQUIRED,
        AUTHORIZATION_DELAYED
    }

    /**
     * @param hard denies; soft lets through and records the violation
     * @param seconds for {@link PassbackKind#TIMED}: no second entry within; for the others: forgiven after, 0 never
     * @param pairs for {@link PassbackKind#READER_PAIR}: access points that lead the other way
     * @param schedule while it runs, or nothing for always
     */
    public record Passback(
            PassbackKind kind,
            boolean hard,
            int seconds,
            List<String> pairs,
            @Nullable String schedule) {
        public Passback {
            pairs = List.copyOf(pairs);
        }
    }

    /** How a second entry is known. */
    public enum PassbackKind {
        AREA,
        READER_PAIR,
        TIMED
    }

    /**
     * @param groups one list for each person that must come; an empty list takes anybody; all are different people
     * @param windowSeconds from the first read to the last
     * @param ordered in the lists' order
     */
    public record MultiPerson(List<List<String>> groups, int windowSeconds, boolean ordered) {
        public MultiPerson {
            groups = groups.stream().map(List::copyOf).toList();
        }
    }

    /**
     * @param escorts groups whose members may accompany
     * @param each how many one of them may accompany
     * @param windowSeconds from the escort's read to that of the accompanied
     */
    public record Escort(List<String> escorts, int each, int windowSeconds) {
        public Escort {
            escorts = List.copyOf(escorts);
        }
    }

    /** Who is asked before it opens. */
    public enum Approval {
        NONE,
        HOST,
        OPERATOR
    }
}
