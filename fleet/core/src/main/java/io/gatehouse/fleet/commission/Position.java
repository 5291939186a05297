package io.gatehouse.fleet.commission;

import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.profile.DeviceProfile;
import io.gatehouse.protocol.profile.Profiles;
import io.gatehouse.protocol.sitebook.DeviceKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * A position and the box that is in it.
 *
 * @param round of which box the checks count
 * @param boxSince since when the box is in it; nothing when nobody has noted that
 * @param firmware what the box said of itself
 */
record Position(
        SiteId site,
        DeviceId id,
        DeviceKind kind,
        String name,
        Optional<String> profileKey,
        Service service,
        int round,
        @Nullable Instant boxSince,
        @Nullable String firmware) {

    private static final String SELECT = """
            select d.site, d.id, d.kind, d.name, d.profile, d.service, d.round, d.state ->> 'firmware' as firmware, i.put_in
            from device d left join installation i on i.site = d.site and i.device = d.id and i.taken_out is null
            where d.site = :site and d.id = :id
            """;

    static Optional<Position> find(Handle handle, SiteId site, DeviceId id, boolean lock) {
        return handle.createQuery(SELECT + (lock ? " for update of d" : ""))
                .bind("site", site.value())
                .bind("id", id.value())
                .map((row, context) -> read(row))
                .findOne();
    }

    private static Position read(ResultSet row) throws SQLException {
        OffsetDateTime since = row.getObject("put_in", OffsetDateTime.class);
        return new Position(
                new SiteId(row.getString("site")),
                new DeviceId(row.getString("id")),
                DeviceKind.valueOf(row.getString("kind")),
                row.getString("name"),
                Optional.ofNullable(row.getString("profile")),
                Service.valueOf(row.getString("service")),
                row.getInt("round"),
                since == null ? null : since.toInstant(),
                row.getString("firmware"));
    }

    DeviceProfile profile(Profiles profiles) {
        return profiles.of(kind, profileKey);
    }
}
