package io.gatehouse.access;

import static io.gatehouse.access.AccessRule.ofState;
import static io.gatehouse.access.AccessRule.rule;

import io.gatehouse.access.AccessRule.Concerns;
import io.gatehouse.access.AccessRule.Needs;
import io.gatehouse.access.book.AccessBook;
import io.gatehouse.access.book.DoorInBook;
import io.gatehouse.access.book.PointInBook;
import io.gatehouse.protocol.sitebook.PointRules.Mode;
import java.util.List;

/**
 * All rules, in the order in which they are asked (the domain reference, a.4); the first finding is the decision's reason.
 * Cheap and non-revealing checks come first. The stateful ones come last, so that who is denied changes neither passback
 * nor occupancy; the interlock comes after them, so that the other door is the only obstacle left.
 *
 * <p>Deny wins, allows are united, and of restrictions the strictest wins unless the person holds the exemption that is
 * named for it.
 *
 * <p>What a rule is idle for is said beside it, and only spares time: with or without it every verdict is the same
 * (UsualReadsTest).
 */
final class AccessRules {

    private static final Concerns ALWAYS = (point, door) -> true;
    private static final Concerns IN = (point, door) -> point.leadsIn();
    private static final Concerns AREAS = (point, door) -> point.areaFrom() != point.areaTo();

    static final List<AccessRule> IN_ORDER = List.of(
            // 0 life safety
            ofState("no fire release", Needs.POINT, AccessRules::hasFireZone, LifeSafetyChecks::fireRelease)
                    .idleWhen(Usual.SITE),
            ofState("not locked open", Needs.POINT, ALWAYS, LifeSafetyChecks::lockedOpen)
                    .idleWhen(Usual.DOOR),
            ofState("no muster here", Needs.POINT, (p, d) -> p.rules().muster(), LifeSafetyChecks::muster)
                    .idleWhen(Usual.SITE),
            // 1 point health
            rule("access point known", Needs.NOTHING, ReaderChecks::known).idleWhen(Usual.POINT),
            rule("access point enabled", Needs.POINT, ReaderChecks::enabled).idleWhen(Usual.POINT),
            ofState("reader not tampered with", Needs.POINT, ALWAYS, ReaderChecks::notTampered)
                    .idleWhen(Usual.READER),
            ofState("not read twice", Needs.POINT, ALWAYS, ReaderChecks::notReadTwice),
            ofState("door needs a credential", Needs.POINT, ALWAYS, LifeSafetyChecks::standsOpen)
                    .idleWhen(Usual.DOOR),
            // 2 format
            rule("well formed", Needs.NOTHING, ReaderChecks::wellFormed).idleWhen(Usual.READ),
            // 3 lockout
            ofState("reader not locked out", Needs.POINT, ALWAYS, ReaderChecks::readerNotLocked)
                    .idleWhen(Usual.READER),
            ofState("credential not locked out", Needs.POINT, ALWAYS, ReaderChecks::credentialNotLocked)
                    .idleWhen(Usual.HISTORY),
            // 4 identify
            rule("credential known", Needs.NOTHING, CredentialChecks::known).idleWhen(Usual.CREDENTIAL),
            rule("credential assigned", Needs.CREDENTIAL, CredentialChecks::assigned)
                    .idleWhen(Usual.CREDENTIAL),
            // 5 credential
            rule("credential enabled", Needs.CREDENTIAL, CredentialChecks::enabled)
                    .idleWhen(Usual.CREDENTIAL),
            rule("credential not replaced", Needs.CREDENTIAL, CredentialChecks::notReplaced)
                    .idleWhen(Usual.CREDENTIAL),
            rule("credential valid now", Needs.CREDENTIAL, CredentialChecks::validNow)
                    .idleWhen(Usual.CREDENTIAL),
            ofState("credential not used up", Needs.CREDENTIAL, IN, CredentialChecks::notUsedUp)
                    .idleWhen(Usual.CREDENTIAL),
            // 6 person
            rule("person active", Needs.PERSON, PersonChecks::active).idleWhen(Usual.PERSON),
            rule("person valid now", Needs.PERSON, PersonChecks::validNow).idleWhen(Usual.PERSON),
            rule("not on the watch list", Needs.PERSON, PersonChecks::notBlocked)
                    .idleWhen(Usual.PERSON),
            rule("consent on record", Needs.PERSON, PersonChecks::consents).idleWhen(Usual.READ),
            rule("allowed for this type", Needs.PERSON, IN, PersonChecks::typeAllowed)
                    .idleWhen(Usual.TYPE),
            // 7 authenticate, 8 duress
            ofState("next factor in time", Needs.PERSON, AccessRules::asksMore, AuthenticationChecks::inTime)
                    .idleWhen(Usual.READER),
            rule("PIN right", Needs.CREDENTIAL, AuthenticationChecks::pinRight).idleWhen(Usual.READ),
            rule("face or finger matches", Needs.CREDENTIAL, AuthenticationChecks::matches)
                    .idleWhen(Usual.READ),
            rule("all factors given", Needs.CREDENTIAL, AccessRules::hasLevels, AuthenticationChecks::factorsGiven),
            rule(
                            "factors of this type given",
                            Needs.PERSON,
                            AccessRules::asksTypes,
                            AuthenticationChecks::typeFactorsGiven)
                    .idleWhen(Usual.TYPE),
            // 9 threat
            rule("no lockdown", Needs.POINT, ThreatChecks::noLockdown).idleWhen(Usual.POINT, Usual.DOOR),
            ofState("clearance", Needs.PERSON, AREAS, ThreatChecks::clearance).idleWhen(Usual.SITE),
            // 10 rights
            rule("not forbidden", Needs.PERSON, (p, d) -> p.denials().length > 0, RightChecks::notForbidden),
            rule("right now", Needs.PERSON, RightChecks::rightNow),
            // 11 permit, visit
            ofState("work permit", Needs.PERSON, IN, PermitChecks::permit).idleWhen(Usual.CREDENTIAL),
            ofState("visit", Needs.PERSON, IN, PermitChecks::visit).idleWhen(Usual.CREDENTIAL),
            // 12 escort
            ofState("escort", Needs.PERSON, IN, CompanyChecks::escort).idleWhen(Usual.COMPANY),
            // 13 first person
            ofState("first person", Needs.PERSON, AccessRules::hasFirstPerson, CompanyChecks::firstPerson),
            // 14 anti-passback
            ofState("passback", Needs.PERSON, (p, d) -> p.passback() != null, AreaChecks::passback),
            // 15 occupancy
            ofState("area not full", Needs.PERSON, AREAS, AreaChecks::notFull).idleWhen(Usual.ROOM),
            ofState("nobody alone", Needs.PERSON, AREAS, AreaChecks::notAlone).idleWhen(Usual.CROWD),
            // 16 two persons
            ofState("enough people", Needs.PERSON, (p, d) -> p.multiPerson() != null, CompanyChecks::multiPerson),
            // 17 interlock
            ofState("other doors shut", Needs.POINT, (p, d) -> d.interlocked().length > 0, AreaChecks::interlock),
            // 18 verify
            ofState("approved", Needs.PERSON, ALWAYS, VerificationChecks::answered)
                    .idleWhen(Usual.POINT, Usual.READ, Usual.COMPANY),
            ofState("not picked for a search", Needs.PERSON, AccessRules::searches, VerificationChecks::searched),
            ofState("delay over", Needs.PERSON, AccessRules::delays, VerificationChecks::waited));

    /** The rules as an array: the order is the same. */
    static final AccessRule[] ARRAY = IN_ORDER.toArray(AccessRule[]::new);

    static final long NEED_NOTHING = maskOf(Needs.NOTHING);
    static final long NEED_POINT = NEED_NOTHING | maskOf(Needs.POINT);
    static final long NEED_CREDENTIAL = NEED_POINT | maskOf(Needs.CREDENTIAL);
    static final long NEED_PERSON = NEED_CREDENTIAL | maskOf(Needs.PERSON);
    static final long STATELESS = stateless();

    /** For each set of what is as usual, the rules that are idle then. */
    private static final long[] IDLE = idle();

    private AccessRules() {}

    private static boolean hasFireZone(PointInBook point, DoorInBook door) {
        return !door.rules().fireZone().isEmpty();
    }

    private static boolean hasLevels(PointInBook point, DoorInBook door) {
        return point.levels() != null;
    }

    private static boolean asksTypes(PointInBook point, DoorInBook door) {
        return point.asksTypes() && point.leadsIn();
    }

    private static boolean asksMore(PointInBook point, DoorInBook door) {
        return hasLevels(point, door) || asksTypes(point, door);
    }

    private static boolean hasFirstPerson(PointInBook point, DoorInBook door) {
        return door.firstPerson() != null;
    }

    private static boolean searches(PointInBook point, DoorInBook door) {
        return point.rules().searchPercent() > 0;
    }

    private static boolean delays(PointInBook point, DoorInBook door) {
        return point.rules().mode() == Mode.AUTHORIZATION_DELAYED;
    }

    private static long maskOf(Needs needs) {
        long mask = 0;
        for (int i = 0; i < ARRAY.length; i++) {
            mask |= ARRAY[i].needs() == needs ? 1L << i : 0;
        }
        return mask;
    }

    private static long[] idle() {
        long[] idle = new long[Usual.ALL + 1];
        for (int usual = 0; usual <= Usual.ALL; usual++) {
            for (int i = 0; i < ARRAY.length; i++) {
                int needed = ARRAY[i].idle();
                idle[usual] |= needed != 0 && (needed & ~usual) == 0 ? 1L << i : 0;
            }
        }
        return idle;
    }

    /** The rules that cannot find anything while these are as usual, as bits. */
    static long idleWith(int usual) {
        return IDLE[usual];
    }

    private static long stateless() {
        long mask = 0;
        for (int i = 0; i < ARRAY.length; i++) {
            mask |= ARRAY[i].state() ? 0 : 1L << i;
        }
        return mask;
    }

    /** The rules that have anything to ask at the point, as bits. */
    static long askedAt(AccessBook book, int number) {
        PointInBook point = book.point(number);
        if (point.door() == AccessBook.NOTHING) {
            return NEED_NOTHING;
        }
        long asked = 0;
        for (int i = 0; i < ARRAY.length; i++) {
            boolean concerned = ARRAY[i].concerns().point(point, book.door(point.door()));
            asked |= concerned ? 1L << i : 0;
        }
        return point.rules().mode() == Mode.GRANT_ACTIVE ? asked & UP_TO_PERSON : asked;
    }

    /** In a disaster, every credential and person in order passes: nothing after step 6 is asked. */
    private static final long UP_TO_PERSON = (1L << indexOf("allowed for this type")) - 1;

    private static int indexOf(String name) {
        for (int i = 0; i < ARRAY.length; i++) {
            if (ARRAY[i].name().equals(name)) {
                return i;
            }
        }
        throw new IllegalArgumentException("no rule " + name);
    }
}
