package io.gatehouse.protocol.sitebook;

import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.SiteId;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** The lists of a site book, each entry with a key of its own. */
record Sections(
        List<SiteBook.Device> devices,
        List<SiteBook.Door> doors,
        List<SiteBook.AccessPoint> accessPoints,
        List<SiteBook.Schedule> schedules,
        List<SiteBook.AccessProfile> profiles,
        List<SiteBook.Person> people,
        List<SiteBook.Credential> credentials,
        List<SiteBook.Checkpoint> checkpoints) {

    /** Which book, of whom, and when. */
    record Title(SiteId site, GatewayId gateway, long version, long compiledAt) {}

    /** A kind of list: its name in the digest, and the key of an entry. */
    record Kind<T>(String name, Function<T, String> key) {

        List<T> sorted(List<T> list) {
            return list.stream().sorted(Comparator.comparing(key)).toList();
        }

        /** Where the key is in a list that is in order; or, less than zero, {@code -1 - place} of where it would be. */
        int find(List<T> inOrder, String wanted) {
            int from = 0;
            int to = inOrder.size();
            while (from < to) {
                int middle = from + to >>> 1;
                int compared = key.apply(inOrder.get(middle)).compareTo(wanted);
                if (compared == 0) {
                    return middle;
                }
                from = compared < 0 ? middle + 1 : from;
                to = compared < 0 ? to : middle;
            }
            return -1 - from;
        }
    }

    static final Kind<SiteBook.Device> DEVICES =
            new Kind<>("device", one -> one.id().value());
    static final Kind<SiteBook.Door> DOORS = new Kind<>("door", SiteBook.Door::id);
    static final Kind<SiteBook.AccessPoint> POINTS = new Kind<>("accessPoint", SiteBook.AccessPoint::id);
    static final Kind<SiteBook.Schedule> SCHEDULES = new Kind<>("schedule", SiteBook.Schedule::id);
    static final Kind<SiteBook.AccessProfile> PROFILES = new Kind<>("profile", SiteBook.AccessProfile::id);
    static final Kind<SiteBook.Person> PEOPLE = new Kind<>("person", SiteBook.Person::id);
    static final Kind<SiteBook.Credential> CREDENTIALS = new Kind<>("credential", SiteBook.Credential::ref);
    static final Kind<SiteBook.Checkpoint> CHECKPOINTS = new Kind<>("checkpoint", SiteBook.Checkpoint::id);

    static Sections of(SiteBook book) {
        return new Sections(
                book.devices(),
                book.doors(),
                book.accessPoints(),
                book.schedules(),
                book.profiles(),
                book.people(),
                book.credentials(),
                book.checkpoints());
    }

    /** In the order of their keys; what entries have in common is there once. */
    Sections sorted() {
        Pool pool = new Pool();
        return new Sections(
                DEVICES.sorted(devices),
                DOORS.sorted(doors),
                POINTS.sorted(accessPoints),
                SCHEDULES.sorted(schedules),
                PROFILES.sorted(profiles),
                PEOPLE.sorted(pool.people(people)),
                CREDENTIALS.sorted(pool.credentials(credentials)),
                CHECKPOINTS.sorted(checkpoints));
    }

    SiteBook book(Title title, SiteBookDelta.Head head) {
        return new SiteBook(
                title.site(),
                title.gateway(),
                title.version(),
                title.compiledAt(),
                head.timeZone(),
                head.credentialKey(),
                devices,
                doors,
                accessPoints,
                schedules,
                profiles,
                people,
                credentials,
                checkpoints,
                head.rules(),
                head.revokedUpTo(),
                head.passKeys(),
                head.patrol(),
                head.authorities());
    }
}
