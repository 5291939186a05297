package io.gatehouse.access.book;

import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.sitebook.Factor;
import io.gatehouse.protocol.sitebook.SiteBook;
import io.gatehouse.protocol.sitebook.SiteRules;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A site book as the decision reads it: everything by number in arrays, built once in about a microsecond for each
 * credential. Immutable; safe from any thread. Numbers are this book's own; what must outlive it goes by {@link Keys}.
 */
public final class AccessBook {

    /** No such thing; for areas: outside. */
    public static final int NOTHING = -1;

    /** Named, but not in the book: the strict case. */
    public static final int MISSING = -2;

    private final long version;
    private final ZoneId zone;
    private final byte[] credentialKey;
    private final SiteRules.@Nullable Policies policies;
    private final SitePlan plan;
    private final RulesInBook rules;
    private final Schedules schedules;
    private final Rights rights;
    private final Numbers packs;
    private final PackedPeople people;
    private final PackedCredentials credentials;
    private final Map<DeviceId, int[]> byReader;
    /** Where the only credential is good, when it is a guest's and no profile says so. */
    private final int @Nullable [] gates;

    private AccessBook(SiteBook book, SiteRules own) {
        Groups groups = new Groups();
        this.version = book.version();
        this.zone = ZoneId.of(book.timeZone());
        this.credentialKey = book.credentialKey().clone();
        this.policies = book.rules() == null ? null : own.policies();
        this.schedules = Schedules.of(zone, book.schedules(), own.specialDays());
        this.plan = SitePlan.of(book, own, schedules, groups);
        this.rules = RulesInBook.of(own, schedules, plan.areaNumbers(), plan.pointNumbers(), groups);
        this.rights = new Rights(book.profiles(), plan.pointNumbers(), schedules);
        this.packs = Numbers.of(own.rulePacks(), SiteRules.RulePack::type);
        this.people = new PackedPeople(book.people(), packs, rules.packs, groups);
        this.credentials = new PackedCredentials(
                book.credentials(),
                people,
                new PackedCredentials.Numbering(
                        Numbers.of(book.profiles(), SiteBook.AccessProfile::id),
                        Numbers.of(own.permits(), SiteRules.Permit::id),
                        Numbers.of(own.visits(), SiteRules.Visit::id)));
        this.byReader = readers(plan);
        this.gates = null;
    }

    private AccessBook(AccessBook of, Seen guest) {
        this.version = of.version;
        this.zone = of.zone;
        this.credentialKey = of.credentialKey;
        this.policies = of.policies;
        this.plan = of.plan;
        this.rules = guest.rules;
        this.schedules = of.schedules;
        this.rights = of.rights;
        this.packs = of.packs;
        this.people = guest.people;
        this.credentials = guest.credentials;
        this.byReader = of.byReader;
        this.gates = guest.gates;
    }

    /** What a book with a guest has of its own. */
    private record Seen(
            RulesInBook rules, PackedPeople people, PackedCredentials credentials, int @Nullable [] gates) {}

    /**
     * The book as it is for a guest: their credential is the only one in it, everything else is shared, numbers too. Takes
     * microseconds; for a resident a walk over all credentials.
     */
    public AccessBook with(Guest guest) {
        return new AccessBook(this, guest.fold(this::visitor, this::resident));
    }

    private Seen visitor(Guest.Visitor visitor) {
        PackedPeople alone = new PackedPeople(
                List.of(new SiteBook.Person(visitor.id(), "", Guest.Visitor.TYPE, true)),
                packs,
                rules.packs,
                new Groups());
        return new Seen(
                rules.withVisit(visitor.visit()),
                alone,
                PackedCredentials.ofGuest(visitor, alone, 0, new int[0], 0),
                plan.pointNumbers().findAll(visitor.gates()));
    }

    private Seen resident(Guest.Resident resident) {
        int person = people.find(resident.person());
        int[] held = person == NOTHING ? new int[0] : credentials.profilesOf(person);
        return new Seen(rules, people, PackedCredentials.ofGuest(resident, people, person, held, NOTHING), null);
    }

    /** Packs a book. Takes about a microsecond for each credential: call on a worker. */
    public static AccessBook of(SiteBook book) {
        return new AccessBook(book, Objects.requireNonNullElse(book.rules(), SiteRules.NONE));
    }

    private static Map<DeviceId, int[]> readers(SitePlan plan) {
        Map<DeviceId, List<Integer>> points = new HashMap<>();
        for (PointInBook point : plan.points()) {
            points.computeIfAbsent(point.point().reader(), r -> new ArrayList<>())
                    .add(point.number());
        }
        Map<DeviceId, int[]> byReader = new HashMap<>();
        points.forEach((reader, numbers) -> byReader.put(
                reader, numbers.stream().mapToInt(Integer::intValue).toArray()));
        return byReader;
    }

    public long version() {
        return version;
    }

    public ZoneId zone() {
        return zone;
    }

    /** The site's key for credential references. */
    public byte[] credentialKey() {
        return credentialKey.clone();
    }

    /** The site's own figures, or nothing when it has none. */
    public SiteRules.@Nullable Policies ownPolicies() {
        return policies;
    }

    public SiteRules.Policies policies() {
        return policies == null ? SiteRules.Policies.DEFAULT : policies;
    }

    public PackedPeople people() {
        return people;
    }

    public PackedCredentials credentials() {
        return credentials;
    }

    public int points() {
        return plan.points().length;
    }

    public PointInBook point(int number) {
        return plan.points()[number];
    }

    public int doors() {
        return plan.doors().length;
    }

    public DoorInBook door(int number) {
        return plan.doors()[number];
    }

    public int areas() {
        return plan.areas().length;
    }

    public AreaInBook area(int number) {
        return plan.areas()[number];
    }

    /**
     * The access point that a read is for.
     *
     * @param named as the device named it, or nothing: then the reader's first
     * @return its number, or {@link #NOTHING} when the reader has none of that name
     */
    public int pointOf(DeviceId reader, @Nullable String named) {
        int[] own = byReader.get(reader);
        if (own == null) {
            return NOTHING;
        }
        if (named == null) {
            return own[0];
        }
        for (int point : own) {
            if (plan.points()[point].id().equals(named)) {
                return point;
            }
        }
        return NOTHING;
    }

    public int pointNumber(String id) {
        return plan.pointNumbers().find(id);
    }

    public int doorNumber(String id) {
        return plan.doorNumbers().find(id);
    }

    public int areaNumber(String id) {
        return plan.areaNumbers().find(id);
    }

    /** Whether the area, or one around it, has a limit. */
    public boolean limited(int area) {
        int inner = area;
        while (inner != NOTHING && plan.areas()[inner].most() == Integer.MAX_VALUE) {
            inner = plan.areas()[inner].parent();
        }
        return inner != NOTHING;
    }

    /** Whether there is an area where nobody may be alone. */
    public boolean needsCompany() {
        return Arrays.stream(plan.areas()).anyMatch(area -> area.least() > 0);
    }

    /** Whether an area is {@code around} or lies in it; everything lies in {@link #NOTHING}, the outside. */
    public boolean within(int area, int around) {
        int inner = area;
        while (inner != around && inner != NOTHING) {
            inner = plan.areas()[inner].parent();
        }
        return inner == around;
    }

    /** The rule pack for somebody's type, by their {@link PersonBits}; or nothing. */
    public @Nullable PackInBook packBy(long personBits) {
        int pack = PersonBits.pack(personBits);
        return pack < 0 ? null : rules.packs[pack];
    }

    public @Nullable PackInBook packOf(int person) {
        return packBy(people.bits(person));
    }

    public DenyInBook denial(int number) {
        return rules.denials[number];
    }

    /** The number of its work permit, {@link #NOTHING} or {@link #MISSING}. */
    public int permitOf(int credential) {
        return credentials.permit(credential);
    }

    public PermitInBook permit(int number) {
        return rules.permits[number];
    }

    /** The number of its visit, {@link #NOTHING} or {@link #MISSING}. */
    public int visitOf(int credential) {
        return credentials.visit(credential);
    }

    public VisitInBook visit(int number) {
        return rules.visits[number];
    }

    /** Kind of day and minute as one number, for the questions below; local time of the site. */
    public int moment(long atMillis) {
        return schedules.moment(atMillis);
    }

    /** The same minute as if the day were no special day. */
    public int ordinaryMoment(long atMillis) {
        return schedules.ordinary(atMillis);
    }

    public boolean runs(int schedule, int moment) {
        return schedules.runs(schedule, moment);
    }

    public boolean specialDay(int moment) {
        return schedules.specialOf(moment) >= 0;
    }

    /** When the interval that runs at this moment is over, at the latest with the local day. */
    public long endOfInterval(int schedule, long atMillis) {
        return schedules.endOfInterval(schedule, atMillis);
    }

    /** The latest moment at or before this one when the local clock showed this minute of the day. */
    public long lastTime(int minuteOfDay, long atMillis) {
        return schedules.lastTime(minuteOfDay, atMillis);
    }

    public LocalDate date(long atMillis) {
        return schedules.date(atMillis);
    }

    public String scheduleName(int schedule) {
        return schedules.name(schedule);
    }

    /** The hours of the moment's day, such as {@code 08:00-18:00}; empty when there are none. */
    public String hours(int schedule, int moment) {
        return schedules.hours(schedule, moment);
    }

    /** Whether the credential gives a right here at the moment. */
    public boolean mayPass(int point, int credential, int moment) {
        return gates == null
                ? rights.anyNow(point, credentials.profileSets(), credentials.profilesAt(credential), moment)
                : Arrays.stream(gates).anyMatch(gate -> gate == point);
    }

    /** A schedule under which it gives a right here, one that runs before one that does not; or {@link #NOTHING}. */
    public int rightUnder(int point, int credential, int moment) {
        return gates == null
                ? rights.schedule(point, credentials.profileSets().at(credentials.profilesAt(credential)), moment)
                : NOTHING;
    }

    /** Sets of factors as bits, any one of which is enough here; nothing when any credential will do. */
    public int @Nullable [] waysAt(int point, int moment) {
        LevelsInBook levels = plan.points()[point].levels();
        return levels == null ? null : levels.waysAt(schedules, moment);
    }

    /** The factor's bit in a way. */
    public static int bit(Factor factor) {
        return LevelsInBook.bit(factor);
    }

    /** What the arrays take on the heap, in bytes. */
    public long bytes() {
        return credentials.bytes() + people.bytes() + rights.bytes();
    }
}
