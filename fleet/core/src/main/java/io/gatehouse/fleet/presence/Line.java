package io.gatehouse.fleet.presence;

import io.gatehouse.protocol.profile.Profiles;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Roll} keeps of a device. Immutable.
 *
 * @param gateway the gateway that spoke for it last, or nothing when none has
 * @param inService whether it was put into service
 * @param words what somebody looks for by a word, in small letters
 * @param touched grows with every change that is more than a sign of life
 */
record Line(
        Who who,
        String name,
        String place,
        @Nullable String gateway,
        boolean inService,
        String words,
        Standing.Known known,
        String touched) {

    static final String SELECT = """
            select d.site, d.id, d.kind, d.profile, d.name, d.place, d.gateway, d.service, d.session, d.heartbeat_seconds,
                d.last_heard, d.online_since, d.changes, d.touched::text as touched
            from device d
            """;

    /** By which it is known again. */
    record Who(String site, String id) {

        String key() {
            return site + "/" + id;
        }
    }

    static Line of(ResultSet row, Profiles profiles) throws SQLException {
        Who who = new Who(row.getString("site").intern(), row.getString("id"));
        String name = row.getString("name");
        String place = row.getString("place") == null ? "" : row.getString("place");
        return new Line(
                who,
                name,
                place,
                row.getString("gateway"),
                "IN_SERVICE".equals(row.getString("service")),
                String.join("\n", who.id(), name, place).toLowerCase(Locale.ROOT),
                DeviceBoard.known(row, profiles),
                row.getString("touched"));
    }

    /** Whether nothing but signs of life lies between the two. */
    boolean isSame(Line other) {
        return touched.equals(other.touched);
    }
}
