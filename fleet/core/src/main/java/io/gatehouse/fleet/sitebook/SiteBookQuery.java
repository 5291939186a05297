package io.gatehouse.fleet.sitebook;

import com.fasterxml.jackson.core.type.TypeReference;
import io.gatehouse.fleet.authority.AuthorityRows;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.store.Keys;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.sitebook.CredentialRules;
import io.gatehouse.protocol.sitebook.DeviceKind;
import io.gatehouse.protocol.sitebook.DoorRules;
import io.gatehouse.protocol.sitebook.PersonRules;
import io.gatehouse.protocol.sitebook.PointRules;
import io.gatehouse.protocol.sitebook.SiteBook;
import io.gatehouse.protocol.sitebook.SiteRules;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;

/** Reads everything that a site book holds, in a fixed order so that the same content gives the same bytes. */
public final class SiteBookQuery {

    private static final GatewayId NOBODY = new GatewayId("none");

    private static final String PEOPLE = """
            with meant as (select id, rules ->> 'host' as host from person where site = :site and (id = any(:people)
                or id in (select person from credential where site = :site and ref = any(:credentials))))
            select p.* from person p where p.site = :site and p.id in (select id from meant union select host from meant)
            order by p.id
            """;

    private static final String CREDENTIALS = """
            with meant as (select ref from credential where site = :site and (person = any(:people)
                or ref = any(:credentials)))
            select c.* from credential c where c.site = :site and (c.ref in (select ref from meant)
                or c.rules ->> 'replaces' in (select ref from meant))
            order by c.ref
            """;

    private final Handle handle;
    private final Keys keys;

    public SiteBookQuery(Handle handle, Keys keys) {
        this.handle = handle;
        this.keys = keys;
    }

    SiteBook read(SiteId site, GatewayId gateway, long version, long compiledAt) {
        return trusted(book(site, gateway, version, compiledAt, true));
    }

    /** The same without the people and their credentials. */
    SiteBook rest(SiteId site, GatewayId gateway) {
        return trusted(book(site, gateway, 0, 0, false));
    }

    /** With whose passes and certificates count, without the readers that are not in service, and how the site is patrolled. */
    private SiteBook trusted(SiteBook book) {
        return book.without(outOfService(book.site()))
                .passesBy(List.of(
                        Base64.getEncoder().encodeToString(keys.verifying().getEncoded())))
                .patrolledBy(new PatrolQuery(handle, keys).plan(book.site()).orElse(null))
                .certifiedBy(AuthorityRows.inBooks(handle));
    }

    private Set<DeviceId> outOfService(SiteId site) {
        return handle.createQuery("select id from device where site = ? and service <> 'IN_SERVICE'")
                .bind(0, site.value())
                .map((row, context) -> new DeviceId(row.getString("id")))
                .set();
    }

    /** Those of these people that are there. */
    List<SiteBook.Person> people(SiteId site, Set<String> ids) {
        return some(site, "person", "id", ids, (row, c) -> person(row));
    }

    /** Those of these credentials that are there. */
    List<SiteBook.Credential> credentials(SiteId site, Set<String> refs) {
        return some(site, "credential", "ref", refs, (row, c) -> credential(row));
    }

    /** What the site's rules are about, without the people and their credentials: small enough to read at each change. */
    public SiteBook configuration(SiteId site) {
        return book(site, NOBODY, 0, 0, false);
    }

    /** The rules alone, also of a site that has none of its own. */
    public SiteRules rules(SiteId site) {
        SiteRules own = new SiteRulesQuery(handle).read(site);
        return own == null ? SiteRules.NONE : own;
    }

    /** What each gateway of the site is told, without being told to anybody. */
    public SiteBook whole(SiteId site) {
        return book(site, NOBODY, 0, 0, true);
    }

    /**
     * As much of the book as a decision about these people and credentials reads: as small as {@link #configuration}.
     *
     * @param people with what they carry and their hosts
     * @param credentials by reference, with those that stand in for them
     */
    public SiteBook around(SiteId site, Collection<String> people, Collection<String> credentials) {
        SiteBook rules = configuration(site);
        return new SiteBook(
                rules.site(),
                rules.gateway(),
                rules.version(),
                rules.compiledAt(),
                rules.timeZone(),
                rules.credentialKey(),
                rules.devices(),
                rules.doors(),
                rules.accessPoints(),
                rules.schedules(),
                rules.profiles(),
                some(site, people, credentials, PEOPLE, (row, c) -> person(row)),
                some(site, people, credentials, CREDENTIALS, (row, c) -> credential(row)),
                rules.checkpoints(),
                rules.rules());
    }

    private <T> List<T> some(
            SiteId site, Collection<String> people, Collection<String> credentials, String sql, RowMapper<T> mapper) {
        return handle.createQuery(sql)
                .bind("site", site.value())
                .bindArray("people", String.class, people.toArray())
                .bindArray("credentials", String.class, credentials.toArray())
                .map(mapper)
                .list();
    }

    private SiteBook book(SiteId site, GatewayId gateway, long version, long compiledAt, boolean people) {
        String zone = handle.createQuery("select time_zone from site where id = ?")
                .bind(0, site.value())
                .mapTo(String.class)
                .one();
        return new SiteBook(
                site,
                gateway,
                version,
                compiledAt,
                zone,
                keys.credentialKey(site),
                all(site, "device", "id", (row, c) -> device(row)),
                all(site, "door", "id", (row, c) -> door(row)),
                all(site, "access_point", "id", (row, c) -> accessPoint(row)),
                all(site, "schedule", "id", (row, c) -> schedule(row)),
                all(site, "access_profile", "id", (row, c) -> profile(row)),
                people ? all(site, "person", "id", (row, c) -> person(row)) : List.of(),
                people ? all(site, "credential", "ref", (row, c) -> credential(row)) : List.of(),
                all(site, "checkpoint", "id", (row, c) -> checkpoint(row)),
                new SiteRulesQuery(handle).read(site));
    }

    private <T> List<T> all(SiteId site, String table, String order, RowMapper<T> mapper) {
        return handle.createQuery("select * from " + table + " where site = ? order by " + order)
                .bind(0, site.value())
                .map(mapper)
                .list();
    }

    private <T> List<T> some(SiteId site, String table, String key, Set<String> keys, RowMapper<T> mapper) {
        return keys.isEmpty()
                ? List.of()
                : handle.createQuery("select * from " + table + " where site = ? and " + key + " = any(?)")
                        .bind(0, site.value())
                        .bind(1, keys.toArray(String[]::new))
                        .map(mapper)
                        .list();
    }

    private SiteBook.Device device(ResultSet row) throws SQLException {
        int generation = row.getInt("generation");
        return new SiteBook.Device(
                new DeviceId(row.getString("id")),
                DeviceKind.valueOf(row.getString("kind")),
                keys.unseal(row.getBytes("secret_sealed")),
                row.getInt("heartbeat_seconds"),
                generation == 0 ? null : generation);
    }

    private static SiteBook.Door door(ResultSet row) throws SQLException {
        String lock = row.getString("lock_device");
        return new SiteBook.Door(
                row.getString("id"),
                row.getString("name"),
                SiteBook.DoorMode.valueOf(row.getString("mode")),
                row.getInt("release_millis"),
                row.getInt("open_seconds"),
                lock == null ? null : new DeviceId(lock),
                rules(row, DoorRules.class));
    }

    private static SiteBook.AccessPoint accessPoint(ResultSet row) throws SQLException {
        return new SiteBook.AccessPoint(
                row.getString("id"),
                row.getString("door"),
                SiteBook.Direction.valueOf(row.getString("direction")),
                new DeviceId(row.getString("reader")),
                row.getBoolean("enabled"),
                rules(row, PointRules.class));
    }

    private static SiteBook.Schedule schedule(ResultSet row) throws SQLException {
        String special = row.getString("special");
        return new SiteBook.Schedule(
                row.getString("id"),
                row.getString("name"),
                spans(row.getString("weekly")),
                special == null ? null : spans(special));
    }

    private static Map<String, List<String>> spans(String json) {
        return WireFormat.JSON
                .mapper()
                .convertValue(Json.read(json), new TypeReference<Map<String, List<String>>>() {});
    }

    private static SiteBook.AccessProfile profile(ResultSet row) throws SQLException {
        List<SiteBook.AccessPolicy> read = WireFormat.JSON
                .mapper()
                .convertValue(
                        Json.read(row.getString("policies")), new TypeReference<List<SiteBook.AccessPolicy>>() {});
        return new SiteBook.AccessProfile(row.getString("id"), row.getString("name"), read);
    }

    private SiteBook.Person person(ResultSet row) throws SQLException {
        return new SiteBook.Person(
                row.getString("id"),
                String.valueOf(keys.names().shown(row.getString("name"))),
                row.getString("type"),
                row.getBoolean("active"),
                rules(row, PersonRules.class));
    }

    private static SiteBook.Credential credential(ResultSet row) throws SQLException {
        return new SiteBook.Credential(
                row.getString("ref"),
                row.getString("person"),
                SiteBook.CredentialState.valueOf(row.getString("state")),
                number(row, "valid_from"),
                number(row, "valid_to"),
                texts(row.getArray("profiles")),
                rules(row, CredentialRules.class));
    }

    private static SiteBook.Checkpoint checkpoint(ResultSet row) throws SQLException {
        return new SiteBook.Checkpoint(row.getString("id"), row.getString("name"), texts(row.getArray("tags")));
    }

    private static <T> @Nullable T rules(ResultSet row, Class<T> type) throws SQLException {
        String text = row.getString("rules");
        return text == null ? null : Json.read(text, type);
    }

    private static @Nullable Long number(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    private static List<String> texts(Array array) throws SQLException {
        return Arrays.asList((String[]) array.getArray());
    }
}
