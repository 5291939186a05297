package io.gatehouse.fleet.bulk;

import io.gatehouse.protocol.SiteId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What there is before a list of devices is taken: to tell what is new from what changes.
 *
 * @param boxes labels with these serial numbers, at whatever site
 * @param places the site's devices by id
 * @param names which device of the site is called that, in small letters
 */
record DeviceGround(Map<String, Box> boxes, Map<String, Place> places, Map<String, String> names) {

    /** A label that is there. */
    record Box(
            String code,
            String kind,
            @Nullable String site,
            @Nullable String device,
            boolean claimed,
            boolean retired) {}

    /**
     * A place that is there.
     *
     * @param holder the label of the box that has it or is meant for it, when that box is known by a claim or a serial
     */
    record Place(
            String kind,
            String name,
            DeviceRow.Where where,
            int heartbeat,
            @Nullable String holder) {

        /** Whether the entry says nothing that is not so already. */
        boolean isAs(DeviceRow.Entry entry) {
            return says(entry.name(), name)
                    && says(entry.where().building(), where.building())
                    && says(entry.where().floor(), where.floor())
                    && says(entry.where().door(), where.door())
                    && (entry.heartbeat() == null || entry.heartbeat() == heartbeat);
        }

        private static boolean says(@Nullable String given, @Nullable String is) {
            return given == null || given.equals(is);
        }
    }

    static DeviceGround read(Handle handle, SiteId site, List<String> serials) {
        Map<String, Box> boxes = new HashMap<>();
        handle.createQuery("select * from label where serial = any (:serials)")
                .bind("serials", serials.toArray(String[]::new))
                .map((row, c) -> Map.entry(row.getString("serial"), box(row)))
                .forEach(entry -> boxes.put(entry.getKey(), entry.getValue()));
        Map<String, Place> places = new HashMap<>();
        handle.createQuery("""
                        select d.*, l.code as holder from device d
                        left join label l on l.site = d.site and l.device = d.id
                            and (l.claimed is not null or l.serial is not null)
                        where d.site = :site
                        """)
                .bind("site", site.value())
                .map((row, c) -> Map.entry(row.getString("id"), place(row)))
                .forEach(entry -> places.put(entry.getKey(), entry.getValue()));
        Map<String, String> names = new HashMap<>();
        places.forEach((id, place) -> names.put(place.name().toLowerCase(Locale.ROOT), id));
        return new DeviceGround(boxes, places, names);
    }

    private static Box box(ResultSet row) throws SQLException {
        return new Box(
                row.getString("code"),
                row.getString("kind"),
                row.getString("site"),
                row.getString("device"),
                row.getObject("claimed") != null,
                row.getObject("retired") != null);
    }

    private static Place place(ResultSet row) throws SQLException {
        return new Place(
                row.getString("kind"),
                row.getString("name"),
                new DeviceRow.Where(row.getString("building"), row.getString("floor"), row.getString("door_name")),
                row.getInt("heartbeat_seconds"),
                row.getString("holder"));
    }
}
