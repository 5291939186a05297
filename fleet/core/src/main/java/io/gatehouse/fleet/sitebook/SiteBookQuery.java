package io.gatehouse.fleet.sitebook;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.store.Keys;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.sitebook.DeviceKind;
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
final class SiteBookQuery {

    private final Handle handle;
    private final Keys keys;

    SiteBookQuery(Handle handle, Keys keys) {
        this.handle = handle;
        this.keys = keys;
    }

    SiteBook read(SiteId site, GatewayId gateway, long version, long compiledAt) {
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
                all(site, "person", "id", (row, c) -> person(row)),
                all(site, "credential", "ref", (row, c) -> credential(row)),
                all(site, "checkpoint", "id", (row, c) -> checkpoint(row)));
    }

    private <T> List<T> all(SiteId site, String table, String order, RowMapper<T> mapper) {
        return handle.createQuery("select * from " + table + " where site = ? order by " + order)
                .bind(0, site.value())
                .map(mapper)
                .list();
    }

    private SiteBook.Device device(ResultSet row) throws SQLException {
        return new SiteBook.Device(
                new DeviceId(row.getString("id")),
                DeviceKind.valueOf(row.getString("kind")),
                keys.unseal(row.getBytes("secret_sealed")),
                row.getInt("heartbeat_seconds"));
    }

    private static SiteBook.Door door(ResultSet row) throws SQLException {
        String lock = row.getString("lock_device");
        return new SiteBook.Door(
                row.getString("id"),
                row.getString("name"),
                SiteBook.DoorMode.valueOf(row.getString("mode")),
                row.getInt("release_millis"),
                row.getInt("open_seconds"),
                lock == null ? null : new DeviceId(lock));
    }

    private static SiteBook.AccessPoint accessPoint(ResultSet row) throws SQLException {
        return new SiteBook.AccessPoint(
                row.getString("id"),
                row.getString("door"),
                SiteBook.Direction.valueOf(row.getString("direction")),
                new DeviceId(row.getString("reader")),
                row.getBoolean("enabled"));
    }

    private static SiteBook.Schedule schedule(ResultSet row) throws SQLException {
        Map<String, List<String>> weekly = WireFormat.JSON
                .mapper()
                .convertValue(Json.read(row.getString("weekly")), new TypeReference<Map<String, List<String>>>() {});
        return new SiteBook.Schedule(row.getString("id"), row.getString("name"), weekly);
    }

    private static SiteBook.AccessProfile profile(ResultSet row) throws SQLException {
        JsonNode policies = Json.read(row.getString("policies"));
        List<SiteBook.AccessPolicy> read =
                WireFormat.JSON.mapper().convertValue(policies, new TypeReference<List<SiteBook.AccessPolicy>>() {});
        return new SiteBook.AccessProfile(row.getString("id"), row.getString("name"), read);
    }

    private static SiteBook.Person person(ResultSet row) throws SQLException {
        return new SiteBook.Person(
                row.getString("id"), row.getString("name"), row.getString("type"), row.getBoolean("active"));
    }

    private static SiteBook.Credential credential(ResultSet row) throws SQLException {
        return new SiteBook.Credential(
                row.getString("ref"),
                row.getString("person"),
                SiteBook.CredentialState.valueOf(row.getString("state")),
                number(row, "valid_from"),
                number(row, "valid_to"),
                texts(row.getArray("profiles")));
    }

    private static SiteBook.Checkpoint checkpoint(ResultSet row) throws SQLException {
        return new SiteBook.Checkpoint(row.getString("id"), row.getString("name"), texts(row.getArray("tags")));
    }

    private static @Nullable Long number(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    private static List<String> texts(Array array) throws SQLException {
        return Arrays.asList((String[]) array.getArray());
    }
}
