package io.gatehouse.access.book;

import io.gatehouse.protocol.sitebook.PersonRules;
import io.gatehouse.protocol.sitebook.PersonRules.Exemption;
import io.gatehouse.protocol.sitebook.PointRules;
import io.gatehouse.protocol.sitebook.SiteBook;
import io.gatehouse.protocol.sitebook.SiteRules;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is to be known about somebody but for their names, in one long. */
public final class PersonBits {

    private static final PersonRules.Status[] STATUS = PersonRules.Status.values();
    private static final PersonRules.Watch[] WATCH = PersonRules.Watch.values();
    private static final int STATUS_MASK = 7;
    private static final long ACTIVE = 1L << 3;
    private static final int CLEARANCE_AT = 4;
    private static final int EXEMPTIONS_AT = 7;
    private static final long EXTENDED = 1L << 18;
    private static final int WATCH_AT = 19;
    private static final long ACCOMPANIED = 1L << 22;
    private static final long TRACED = 1L << 23;
    private static final long CONSENT = 1L << 24;
    private static final long ASKS = 1L << 25;
    private static final int PACK_AT = 26;
    private static final int PACK_MASK = 0xFFF;
    private static final int GROUPS_AT = 38;
    private static final int GROUPS_MASK = 0xFFFFFF;
    private static final long IN_ORDER = 1L << 62;
    private static final long ALONE = 1L << 63;

    private PersonBits() {}

    /**
     * Packs somebody.
     *
     * @param packNumber of the rule pack for their type, less than 0 for none
     * @param groups number of their set of groups
     */
    static long of(SiteBook.Person person, int packNumber, SiteRules.@Nullable RulePack pack, int groups) {
        PersonRules rules = Objects.requireNonNullElse(person.rules(), PersonRules.PLAIN);
        long packed = rules.status().ordinal()
                | (person.active() ? ACTIVE : 0)
                | (long) (rules.clearance() & 7) << CLEARANCE_AT
                | (rules.extendedTime() ? EXTENDED : 0)
                | (long) (rules.watch() == null ? 0 : rules.watch().ordinal() + 1) << WATCH_AT
                | (rules.accompanied() ? ACCOMPANIED : 0)
                | (rules.traced() ? TRACED : 0)
                | (rules.consent() ? CONSENT : 0)
                | (rules.host() == null ? 0 : ASKS)
                | (long) (packNumber + 1) << PACK_AT
                | (long) groups << GROUPS_AT
                | (isInOrder(person, rules) ? IN_ORDER : 0)
                | (isAlone(rules, pack) ? ALONE : 0);
        for (Exemption exemption : rules.exemptions()) {
            packed |= 1L << (EXEMPTIONS_AT + exemption.ordinal());
        }
        return packed;
    }

    private static boolean isInOrder(SiteBook.Person person, PersonRules rules) {
        return person.active()
                && rules.status() == PersonRules.Status.ACTIVE
                && rules.watch() == null
                && rules.validFrom() == null
                && rules.validTo() == null;
    }

    private static boolean isAlone(PersonRules rules, SiteRules.@Nullable RulePack pack) {
        return !rules.accompanied()
                && rules.host() == null
                && (pack == null || !pack.accompanied() && pack.approval() == PointRules.Approval.NONE);
    }

    /** Active, at any time, and on no watch list. */
    public static boolean inOrder(long bits) {
        return (bits & IN_ORDER) != 0;
    }

    /** Neither they nor anybody of their type is accompanied, and nobody is asked before they pass. */
    public static boolean alone(long bits) {
        return (bits & ALONE) != 0;
    }

    public static boolean exempt(long bits, Exemption exemption) {
        return (bits >>> (EXEMPTIONS_AT + exemption.ordinal()) & 1) != 0;
    }

    /** The number of the pack for the person's type, or {@link AccessBook#NOTHING}. */
    public static int pack(long bits) {
        return (int) (bits >>> PACK_AT & PACK_MASK) - 1;
    }

    static boolean active(long bits) {
        return (bits & ACTIVE) != 0;
    }

    static PersonRules.Status status(long bits) {
        return STATUS[(int) (bits & STATUS_MASK)];
    }

    static int clearance(long bits) {
        return (int) (bits >>> CLEARANCE_AT & 7);
    }

    static boolean extendedTime(long bits) {
        return (bits & EXTENDED) != 0;
    }

    static PersonRules.@Nullable Watch watch(long bits) {
        int watch = (int) (bits >>> WATCH_AT & 7);
        return watch == 0 ? null : WATCH[watch - 1];
    }

    static boolean accompanied(long bits) {
        return (bits & ACCOMPANIED) != 0;
    }

    static boolean traced(long bits) {
        return (bits & TRACED) != 0;
    }

    static boolean consents(long bits) {
        return (bits & CONSENT) != 0;
    }

    static boolean asksHost(long bits) {
        return (bits & ASKS) != 0;
    }

    static int groups(long bits) {
        return (int) (bits >>> GROUPS_AT) & GROUPS_MASK;
    }
}
