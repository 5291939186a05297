package io.gatehouse.fleet.sitebook;

import com.fasterxml.jackson.core.type.TypeReference;
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
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;

/** Reads everything that a site book holds, in a fixed order so that the same content gives the same bytes. */
public final class SiteBookQuery {

    private static final GatewayId NOBODY = new GatewayId("none");

    private final Handle handle;
    private final Keys keys;

    public SiteBookQuery(Handle handle, Keys keys) {
        this.handle = handle;
        this.keys = keys;
    }

    SiteBook read(SiteId site, GatewayId gateway, long version, long compiledAt) {
        return book(site, gateway, version, compiledAt, true);
    }

    /** What the site's rules are about, without the people and their credentials: small enough to read at each change. */
    public SiteBook configuration(SiteId site) {
        return book(site, NOBODY, 0, 0, false);
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

    private static SiteBook.Person person(ResultSet row) throws SQLException {
        return new SiteBook.Person(
                row.getString("id"),
                row.getString("name"),
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
