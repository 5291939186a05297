package io.gatehouse.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.access.book.AccessBook;
import io.gatehouse.access.state.SiteState;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.access.AccessDecision;
import io.gatehouse.protocol.access.CredentialRef;
import io.gatehouse.protocol.device.PresentedCredential;
import io.gatehouse.protocol.sitebook.CredentialRules;
import io.gatehouse.protocol.sitebook.DoorRules;
import io.gatehouse.protocol.sitebook.PersonRules;
import io.gatehouse.protocol.sitebook.PointRules;
import io.gatehouse.protocol.sitebook.SiteBook;
import io.gatehouse.protocol.sitebook.SiteBook.CredentialState;
import io.gatehouse.protocol.sitebook.SiteBook.Direction;
import io.gatehouse.protocol.sitebook.SiteBook.DoorMode;
import io.gatehouse.protocol.sitebook.SiteRules;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A small estate for tests: a lobby with one door in and out ({@code in}, {@code out}), a lab within it ({@code lab-in},
 * {@code lab-out}), people with one card each. Everything can be changed before {@link #open}; the time stands where the
 * test puts it.
 */
final class Estate {

    /** A Wednesday, 10:00 in Shanghai. */
    static final Instant WEDNESDAY_TEN = Instant.parse("2026-11-25T02:00:00Z");

    private static final byte[] KEY = {1, 2, 3, 4, 5, 6, 7, 8};
    private static final Map<String, List<String>> WORKDAYS = new HashMap<>();

    static {
        List.of("MON", "TUE", "WED", "THU", "FRI").forEach(day -> WORKDAYS.put(day, List.of("08:00-18:00")));
    }

    String zone = "Asia/Shanghai";
    long version = 7;
    Instant now = WEDNESDAY_TEN;
    final Map<String, SiteBook.Door> doors = new HashMap<>();
    final Map<String, SiteBook.AccessPoint> points = new HashMap<>();
    final List<SiteBook.Schedule> schedules = new ArrayList<>();
    final Map<String, SiteBook.Person> people = new HashMap<>();
    final Map<String, SiteBook.Credential> credentials = new HashMap<>();
    final List<SiteRules.Area> areas = new ArrayList<>();
    final List<SiteRules.AuthenticationProfile> authentications = new ArrayList<>();
    final List<SiteRules.SpecialDays> specialDays = new ArrayList<>();
    final List<SiteRules.Interlock> interlocks = new ArrayList<>();
    final List<SiteRules.RulePack> packs = new ArrayList<>();
    final List<SiteRules.DenyRule> denials = new ArrayList<>();
    final List<SiteRules.Permit> permits = new ArrayList<>();
    final List<SiteRules.Visit> visits = new ArrayList<>();
    String right = "office";
    SiteRules.Policies policies = SiteRules.Policies.DEFAULT;
    AccessDesk desk = new AccessDesk(new SiteState(), Duration.ofSeconds(2));

    Estate() {
        door("main", DoorRules.PLAIN);
        door("lab", DoorRules.PLAIN);
        point("in", "main", Direction.IN, null, "lobby");
        point("out", "main", Direction.OUT, "lobby", null);
        point("lab-in", "lab", Direction.IN, "lobby", "lab");
        point("lab-out", "lab", Direction.OUT, "lab", "lobby");
        area("lobby", null, null, null);
        area("lab", "lobby", null, null);
        schedules.add(new SiteBook.Schedule("office", "Office hours", WORKDAYS));
        Map<String, List<String>> always = new HashMap<>();
        List.of("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")
                .forEach(day -> always.put(day, List.of("00:00-24:00")));
        schedules.add(new SiteBook.Schedule("always", "Always", always));
        person("ann", "STAFF", PersonRules.PLAIN);
        person("bob", "STAFF", PersonRules.PLAIN);
        person("cho", "STAFF", PersonRules.PLAIN);
    }

    static PersonRules in(String... groups) {
        PersonRules plain = PersonRules.PLAIN;
        return new PersonRules(
                plain.status(),
                List.of(groups),
                plain.clearance(),
                plain.exemptions(),
                false,
                null,
                null,
                null,
                false,
                false,
                null);
    }

    static PersonRules exempt(PersonRules.Exemption exemption) {
        return new PersonRules(
                PersonRules.Status.ACTIVE,
                List.of(),
                PersonRules.NO_CLEARANCE,
                Set.of(exemption),
                false,
                null,
                null,
                null,
                false,
                false,
                null);
    }

    void door(String id, DoorRules rules) {
        doors.put(id, new SiteBook.Door(id, "door " + id, DoorMode.LOCKED, 3_000, 30, null, rules));
    }

    void mode(String id, DoorMode mode) {
        SiteBook.Door door = Objects.requireNonNull(doors.get(id));
        doors.put(id, new SiteBook.Door(id, door.name(), mode, 3_000, 30, null, door.rules()));
    }

    private void point(String id, String door, Direction way, @Nullable String from, @Nullable String to) {
        PointRules p = PointRules.PLAIN;
        rules(
                new SiteBook.AccessPoint(id, door, way, new DeviceId("reader-" + id), true),
                new PointRules(from, to, null, p.mode(), 0, null, null, null, p.approval(), 0, false));
    }

    private void rules(SiteBook.AccessPoint point, PointRules rules) {
        points.put(
                point.id(),
                new SiteBook.AccessPoint(
                        point.id(), point.door(), point.direction(), point.reader(), point.enabled(), rules));
    }

    /** Changes what an access point asks for. */
    void at(String point, UnaryOperator<PointRules> change) {
        SiteBook.AccessPoint old = Objects.requireNonNull(points.get(point));
        rules(old, change.apply(Objects.requireNonNull(old.rules())));
    }

    void passback(PointRules.PassbackKind kind, boolean hard, int seconds) {
        for (String point : List.of("in", "out")) {
            String other = point.equals("in") ? "out" : "in";
            PointRules.Passback rule = new PointRules.Passback(kind, hard, seconds, List.of(other), null);
            at(
                    point,
                    r -> new PointRules(
                            r.areaFrom(),
                            r.areaTo(),
                            r.authentication(),
                            r.mode(),
                            0,
                            rule,
                            r.multiPerson(),
                            r.escort(),
                            r.approval(),
                            0,
                            false));
        }
    }

    void area(String id, @Nullable String parent, @Nullable Integer most, @Nullable Integer least) {
        area(new SiteRules.Area(id, "area " + id, parent, most, least, true, Map.of(), null));
    }

    void area(SiteRules.Area area) {
        areas.removeIf(old -> old.id().equals(area.id()));
        areas.add(area);
    }

    void person(String id, String type, PersonRules rules) {
        people.put(id, new SiteBook.Person(id, "Name " + id, type, true, rules));
        if (!credentials.containsKey(id)) {
            card(id, CredentialRules.PLAIN);
        }
    }

    void card(String id, CredentialRules rules) {
        card(id, CredentialState.ENABLED, null, null, rules);
    }

    void card(String id, CredentialState state, @Nullable Long from, @Nullable Long to, CredentialRules rules) {
        credentials.put(id, new SiteBook.Credential(ref(id), id, state, from, to, List.of("all"), rules));
    }

    static CredentialRules pin(String pin, @Nullable String duress) {
        return new CredentialRules(null, null, null, pin, duress, Set.of(), null, null, null, null);
    }

    static CredentialRules of(@Nullable String permit, @Nullable String visit) {
        return new CredentialRules(null, null, null, null, null, Set.of(), permit, visit, null, null);
    }

    static String ref(String person) {
        return CredentialRef.of(KEY, new PresentedCredential("CARD", "RAW", 0, "card-" + person));
    }

    SiteBook book() {
        SiteRules rules = new SiteRules(
                areas, authentications, specialDays, interlocks, packs, denials, permits, visits, policies);
        return new SiteBook(
                new SiteId("estate"),
                new GatewayId("gw"),
                version,
                0,
                zone,
                KEY,
                List.of(),
                List.copyOf(doors.values()),
                List.copyOf(points.values()),
                schedules,
                List.of(new SiteBook.AccessProfile(
                        "all", "All", List.of(new SiteBook.AccessPolicy(right, List.copyOf(points.keySet()))))),
                List.copyOf(people.values()),
                List.copyOf(credentials.values()),
                List.of(),
                rules);
    }

    /** Takes the book as it is now into force. */
    Estate open() {
        desk.use(AccessBook.of(book()));
        version++;
        return this;
    }

    Site site() {
        return desk.site().orElseThrow();
    }

    Read read(String person, String point) {
        return Read.of(site().book().pointNumber(point), ref(person), now.toEpochMilli());
    }

    AccessDecision shows(String person, String point) {
        return present(read(person, point));
    }

    /** Shows it; that rules which are idle are not asked must not be seen in any verdict. */
    AccessDecision present(Read read) {
        AccessDesk.Ruling asked = desk.ask(read);
        assertThat(AccessEngine.decide(new Case(asked.site(), desk.state(), asked.read()), 0))
                .as("the verdict when every rule is asked")
                .isEqualTo(asked.verdict());
        return words(desk.present(read));
    }

    static AccessDecision words(AccessDesk.Ruling ruling) {
        return Words.of(ruling.site(), ruling.read(), ruling.verdict(), "•••");
    }

    void later(Duration time) {
        now = now.plus(time);
    }

    long millis() {
        return now.toEpochMilli();
    }

    int door(String id) {
        return site().book().doorNumber(id);
    }
}
