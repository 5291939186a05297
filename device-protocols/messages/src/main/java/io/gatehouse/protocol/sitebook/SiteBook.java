package io.gatehouse.protocol.sitebook;

import io.gatehouse.protocol.Decoded;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.patrol.PatrolPlan;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything that one gateway needs to work alone, compiled by the fleet. Immutable; replaced as a whole.
 *
 * @param version grows with each change; the fleet's number
 * @param compiledAt milliseconds since 1970, the fleet's clock
 * @param timeZone IANA name; schedules are read in it
 * @param credentialKey the site's key for credential references
 * @param rules or nothing: then {@link SiteRules#NONE}
 * @param revokedUpTo the site's {@link Revocation}s up to this number are worked into the book, or nothing when the site
 *     has none
 * @param passKeys whose signatures under visitors' passes and phones' grants count: Ed25519 public keys, X.509 in Base64;
 *     or nothing: then nobody's
 * @param patrol or nothing: then nobody makes rounds here
 * @param authorities who certifies devices, gateways and the fleet: X.509 in Base64, the one that certifies now first; or
 *     nothing while it is the one that the gateway has enrolled with
 */
public record SiteBook(
        SiteId site,
        GatewayId gateway,
        long version,
        long compiledAt,
        String timeZone,
        byte[] credentialKey,
        List<Device> devices,
        List<Door> doors,
        List<AccessPoint> accessPoints,
        List<Schedule> schedules,
        List<AccessProfile> profiles,
        List<Person> people,
        List<Credential> credentials,
        List<Checkpoint> checkpoints,
        @Nullable SiteRules rules,
        @Nullable Long revokedUpTo,
        @Nullable List<String> passKeys,
        @Nullable PatrolPlan patrol,
        @Nullable List<String> authorities) {

    /** A book that no pass counts at, of a site where nothing was ever revoked. */
    public SiteBook(
            SiteId site,
            GatewayId gateway,
            long version,
            long compiledAt,
            String timeZone,
            byte[] credentialKey,
            List<Device> devices,
            List<Door> doors,
            List<AccessPoint> accessPoints,
            List<Schedule> schedules,
            List<AccessProfile> profiles,
            List<Person> people,
            List<Credential> credentials,
            List<Checkpoint> checkpoints,
            @Nullable SiteRules rules) {
        this(
                site,
                gateway,
                version,
                compiledAt,
                timeZone,
                credentialKey,
                devices,
                doors,
                accessPoints,
                schedules,
                profiles,
                people,
                credentials,
                checkpoints,
                rules,
                null,
                null,
                null,
                null);
    }

    /** A book without rules of its own. */
    public SiteBook(
            SiteId site,
            GatewayId gateway,
            long version,
            long compiledAt,
            String timeZone,
            byte[] credentialKey,
            List<Device> devices,
            List<Door> doors,
            List<AccessPoint> accessPoints,
            List<Schedule> schedules,
            List<AccessProfile> profiles,
            List<Person> people,
            List<Credential> credentials,
            List<Checkpoint> checkpoints) {
        this(
                site,
                gateway,
                version,
                compiledAt,
                timeZone,
                credentialKey,
                devices,
                doors,
                accessPoints,
                schedules,
                profiles,
                people,
                credentials,
                checkpoints,
                null);
    }

    public SiteBook {
        devices = List.copyOf(devices);
        doors = List.copyOf(doors);
        accessPoints = List.copyOf(accessPoints);
        schedules = List.copyOf(schedules);
        profiles = List.copyOf(profiles);
        people = List.copyOf(people);
        credentials = List.copyOf(credentials);
        checkpoints = List.copyOf(checkpoints);
        passKeys = passKeys == null ? null : List.copyOf(passKeys);
        authorities = authorities == null ? null : List.copyOf(authorities);
    }

    /**
     * A device that may connect.
     *
     * @param secret its MQTT password, its DTLS pre-shared key and its key on the plain CoAP listener
     * @param heartbeatSeconds it says something at least this often when it is well
     * @param certificatesFrom its certificates count from this generation on, or nothing: then none does
     */
    public record Device(
            DeviceId id,
            DeviceKind kind,
            String secret,
            int heartbeatSeconds,
            @Nullable Integer certificatesFrom) {

        public Device(DeviceId id, DeviceKind kind, String secret, int heartbeatSeconds) {
            this(id, kind, secret, heartbeatSeconds, null);
        }
    }

    /**
     * @param mode {@code LOCKED}, {@code UNLOCKED} or {@code LOCKED_DOWN}
     * @param releaseMillis how long a grant releases the lock
     * @param openSeconds how long it may stand open
     * @param lock the device that moves the lock, or nothing when the reader does it itself
     * @param rules or nothing: then {@link DoorRules#PLAIN}
     */
    public record Door(
            String id,
            String name,
            DoorMode mode,
            int releaseMillis,
            int openSeconds,
            @Nullable DeviceId lock,
            @Nullable DoorRules rules) {

        public Door(
                String id, String name, DoorMode mode, int releaseMillis, int openSeconds, @Nullable DeviceId lock) {
            this(id, name, mode, releaseMillis, openSeconds, lock, null);
        }
    }

    /** What a door does without a read. */
    public enum DoorMode {
        LOCKED,
        UNLOCKED,
        LOCKED_DOWN
    }

    /**
     * One direction of one door.
     *
     * @param rules or nothing: then {@link PointRules#PLAIN}
     */
    public record AccessPoint(
            String id,
            String door,
            Direction direction,
            DeviceId reader,
            boolean enabled,
            @Nullable PointRules rules) {

        public AccessPoint(String id, String door, Direction direction, DeviceId reader, boolean enabled) {
            this(id, door, direction, reader, enabled, null);
        }
    }

    /** Which way an access point leads. */
    public enum Direction {
        IN,
        OUT
    }

    /**
     * Hours in the site's time zone.
     *
     * @param weekly day ({@code MON} to {@code SUN}) to spans such as {@code 08:00-18:00}; the end is exclusive
     * @param special a {@link SiteRules.SpecialDays} group's id to its spans, which take the place of the weekday's; or
     *     nothing
     */
    public record Schedule(
            String id,
            String name,
            Map<String, List<String>> weekly,
            @Nullable Map<String, List<String>> special) {

        public Schedule(String id, String name, Map<String, List<String>> weekly) {
            this(id, name, weekly, null);
        }
    }

    /** A set of rights that credentials are given. */
    public record AccessProfile(String id, String name, List<AccessPolicy> policies) {}

    /** These access points, while the schedule runs. */
    public record AccessPolicy(String schedule, List<String> accessPoints) {}

    /**
     * @param type {@code STAFF}, {@code OWNER}, {@code GUARD}, ... (the domain reference, a.2)
     * @param active not suspended, not moved out
     * @param rules or nothing: then {@link PersonRules#PLAIN}
     */
    public record Person(
            String id,
            String name,
            String type,
            boolean active,
            @Nullable PersonRules rules) {

        public Person(String id, String name, String type, boolean active) {
            this(id, name, type, active, null);
        }
    }

    /**
     * @param ref {@link io.gatehouse.protocol.access.CredentialRef}
     * @param validFrom milliseconds since 1970, or nothing
     * @param validTo milliseconds since 1970, exclusive, or nothing
     * @param rules or nothing: then {@link CredentialRules#PLAIN}
     */
    public record Credential(
            String ref,
            @Nullable String person,
            CredentialState state,
            @Nullable Long validFrom,
            @Nullable Long validTo,
            List<String> profiles,
            @Nullable CredentialRules rules) {

        public Credential(
                String ref,
                @Nullable String person,
                CredentialState state,
                @Nullable Long validFrom,
                @Nullable Long validTo,
                List<String> profiles) {
            this(ref, person, state, validFrom, validTo, profiles, null);
        }
    }

    /** Why a credential works, or does not. */
    public enum CredentialState {
        ENABLED,
        DISABLED,
        LOST,
        STOLEN
    }

    /** A place on a guard's round. */
    public record Checkpoint(String id, String name, List<String> tags) {}

    /** The same content as another version. */
    public SiteBook at(long newVersion, long newCompiledAt) {
        return Sections.of(this)
                .book(new Sections.Title(site, gateway, newVersion, newCompiledAt), SiteBookDelta.Head.of(this));
    }

    /** As it is compared, signed and sent: every list in the order of its keys, the revocations up to there worked in. */
    public SiteBook inOrder(@Nullable Long upTo) {
        return Sections.of(this)
                .sorted()
                .book(
                        new Sections.Title(site, gateway, version, compiledAt),
                        SiteBookDelta.Head.of(this).upTo(upTo));
    }

    /** The same content, and passes that these keys have signed count. */
    public SiteBook passesBy(List<String> keys) {
        return headed(SiteBookDelta.Head.of(this).passesBy(keys));
    }

    /** The same content, and rounds are made by this plan. */
    public SiteBook patrolledBy(@Nullable PatrolPlan plan) {
        return headed(SiteBookDelta.Head.of(this).patrolledBy(plan));
    }

    /** The same content, and these authorities certify; nothing for the one that the gateway has enrolled with. */
    public SiteBook certifiedBy(@Nullable List<String> certifying) {
        return headed(SiteBookDelta.Head.of(this).certifiedBy(certifying));
    }

    private SiteBook headed(SiteBookDelta.Head head) {
        return Sections.of(this).book(new Sections.Title(site, gateway, version, compiledAt), head);
    }

    /** The same content, and nothing opens for a read at these readers: their access points are disabled. */
    public SiteBook without(Set<DeviceId> readers) {
        if (readers.isEmpty()) {
            return this;
        }
        List<AccessPoint> points = accessPoints.stream()
                .map(point -> readers.contains(point.reader())
                        ? new AccessPoint(
                                point.id(), point.door(), point.direction(), point.reader(), false, point.rules())
                        : point)
                .toList();
        return new Sections(devices, doors, points, schedules, profiles, people, credentials, checkpoints)
                .book(new Sections.Title(site, gateway, version, compiledAt), SiteBookDelta.Head.of(this));
    }

    /** The other book's content with the people and credentials of this one, but for these changes; both are in order. */
    public SiteBook with(
            SiteBookDelta.Changes<Person> changedPeople,
            SiteBookDelta.Changes<Credential> changedCredentials,
            SiteBook other) {
        return new Sections(
                        other.devices,
                        other.doors,
                        other.accessPoints,
                        other.schedules,
                        other.profiles,
                        changedPeople.applied(Sections.PEOPLE, people),
                        changedCredentials.applied(Sections.CREDENTIALS, credentials),
                        other.checkpoints)
                .book(
                        new Sections.Title(other.site, other.gateway, other.version, other.compiledAt),
                        SiteBookDelta.Head.of(other));
    }

    /** The same with these people and credentials. */
    SiteBook having(List<Person> otherPeople, List<Credential> otherCredentials) {
        return new Sections(
                        devices, doors, accessPoints, schedules, profiles, otherPeople, otherCredentials, checkpoints)
                .book(new Sections.Title(site, gateway, version, compiledAt), SiteBookDelta.Head.of(this));
    }

    public byte[] toBytes() {
        return WireFormat.CBOR.write(this);
    }

    public static Decoded<SiteBook> read(byte[] bytes) {
        return BookReader.read(bytes);
    }
}
