package io.gatehouse.fleet.commission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.profile.ProfileShelf;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.store.Keys;
import io.gatehouse.fleet.store.Reach;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.profile.DeviceProfile;
import io.gatehouse.protocol.profile.Profiles;
import io.gatehouse.protocol.sitebook.DeviceKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The positions: what people call them, where they are, and which boxes were in them. */
public final class Positions {

    private static final int SECRET_BYTES = 32;
    private static final String SELECT = """
            select d.site, d.id, d.kind, d.name, d.place, d.building, d.floor, d.door_name, d.profile, d.service, d.round,
                i.label, i.serial, i.put_in, i.put_in_by,
                (select coalesce(json_object_agg(r.check_key, r.outcome), '{}') from check_result r
                    where r.site = d.site and r.device = d.id and r.round = d.round)::text as outcomes
            from device d left join installation i on i.site = d.site and i.device = d.id and i.taken_out is null
            where\s""";

    private final Jdbi jdbi;
    private final ProfileShelf shelf;
    private final Keys keys;
    private final Surroundings surroundings;

    public Positions(Jdbi jdbi, ProfileShelf shelf, Keys keys, Surroundings surroundings) {
        this.jdbi = jdbi;
        this.shelf = shelf;
        this.keys = keys;
        this.surroundings = surroundings;
    }

    /**
     * What is looked for; nothing means any.
     *
     * @param after the last position of the page before, as {@code site/id}
     */
    public record Filter(
            @Nullable String site,
            @Nullable String service,
            @Nullable String text,
            @Nullable String after,
            int limit,
            Reach reach) {}

    /** What came of saying something of a position. */
    public enum Said {
        MADE,
        CHANGED,
        NAME_TAKEN,
        /** What is there is of another kind, and does not change it. */
        OTHER_KIND,
        /** There is no such profile for devices of the kind. */
        NO_PROFILE
    }

    /** A page, in the order of site and id. */
    public List<ObjectNode> list(Filter filter) {
        Profiles profiles = shelf.inForce();
        String pattern = filter.text() == null
                ? null
                : "%" + filter.text().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
        return jdbi.withHandle(handle -> handle.createQuery(SELECT + """
                        (:site::text is null or d.site = :site) and (:service::text is null or d.service = :service)
                            and (:reach::text is null or d.site = any (string_to_array(:reach, ',')))
                            and (:after::text is null or d.site || '/' || d.id > :after)
                            and (:text::text is null or d.id ilike :text or d.name ilike :text or d.place ilike :text
                                or i.serial ilike :text or i.label ilike :text)
                        order by d.site || '/' || d.id limit :limit
                        """)
                .bind("site", filter.site())
                .bind("service", filter.service())
                .bind("reach", filter.reach().text())
                .bind("after", filter.after())
                .bind("text", pattern)
                .bind("limit", filter.limit())
                .map((row, context) -> json(row, profiles))
                .list());
    }

    /** As REST shows it, with the boxes that were in it, newest first. */
    public Optional<ObjectNode> find(SiteId site, DeviceId id) {
        Profiles profiles = shelf.inForce();
        return jdbi.withHandle(handle -> {
            Optional<ObjectNode> found = handle.createQuery(SELECT + "d.site = :site and d.id = :id")
                    .bind("site", site.value())
                    .bind("id", id.value())
                    .map((row, context) -> json(row, profiles))
                    .findOne();
            found.ifPresent(position -> position.withArray("boxes").addAll(boxes(handle, site, id)));
            return found;
        });
    }

    private static List<ObjectNode> boxes(Handle handle, SiteId site, DeviceId id) {
        return handle.createQuery("""
                        select label, serial, put_in, put_in_by, taken_out, taken_out_by, reason from installation
                        where site = :site and device = :id order by id desc limit 100
                        """)
                .bind("site", site.value())
                .bind("id", id.value())
                .map((row, context) -> {
                    ObjectNode box = box(row);
                    time(box, "takenOut", row, "taken_out");
                    text(box, "takenOutBy", row, "taken_out_by");
                    text(box, "reason", row, "reason");
                    return box;
                })
                .list();
    }

    private static ObjectNode json(ResultSet row, Profiles profiles) throws SQLException {
        DeviceProfile profile =
                profiles.of(DeviceKind.valueOf(row.getString("kind")), Optional.ofNullable(row.getString("profile")));
        ObjectNode json = Json.object()
                .put("site", row.getString("site"))
                .put("id", row.getString("id"))
                .put("kind", row.getString("kind"))
                .put("name", row.getString("name"))
                .put("profile", profile.key())
                .put("service", row.getString("service"))
                .put("round", row.getInt("round"));
        text(json, "place", row, "place");
        text(json, "building", row, "building");
        text(json, "floor", row, "floor");
        text(json, "door", row, "door_name");
        if (row.getObject("put_in") != null || row.getString("label") != null) {
            json.set("box", box(row));
        }
        json.set("checks", Tally.of(profile, Json.read(row.getString("outcomes"))));
        return json;
    }

    private static ObjectNode box(ResultSet row) throws SQLException {
        ObjectNode box = Json.object();
        text(box, "label", row, "label");
        text(box, "serial", row, "serial");
        time(box, "putIn", row, "put_in");
        text(box, "putInBy", row, "put_in_by");
        return box;
    }

    static void text(ObjectNode json, String field, ResultSet row, String column) throws SQLException {
        String text = row.getString(column);
        if (text != null) {
            json.put(field, text);
        }
    }

    static void time(ObjectNode json, String field, ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        if (at != null) {
            json.put(field, Json.time(at.toInstant()));
        }
    }

    /** Makes a position, or changes what is said of one. A new one is empty, and planned. The site must exist. */
    public Said put(SiteId site, DeviceId id, PositionForm form) {
        Optional<DeviceProfile> profile = form.profile() == null
                ? Optional.empty()
                : shelf.inForce().find(form.profile()).filter(one -> one.kind() == form.kind());
        if (form.profile() != null && profile.isEmpty()) {
            return Said.NO_PROFILE;
        }
        return jdbi.inTransaction(handle -> {
            handle.createQuery("select id from site where id = :site for update")
                    .bind("site", site.value())
                    .mapTo(String.class)
                    .one();
            Optional<Position> there = Position.find(handle, site, id, true);
            if (there.filter(one -> one.kind() != form.kind()).isPresent()) {
                return Said.OTHER_KIND;
            }
            if (isTaken(handle, site, id, form.name())) {
                return Said.NAME_TAKEN;
            }
            write(handle, site, id, form, profile);
            return there.isPresent() ? Said.CHANGED : Said.MADE;
        });
    }

    /** A position whose box names its model is heard as often as that model speaks. */
    public void follow(SiteId site, DeviceId id) {
        jdbi.useTransaction(handle -> Position.find(handle, site, id, true)
                .filter(position -> position.profileKey().isPresent())
                .ifPresent(position -> handle.execute(
                        "update device set heartbeat_seconds = ? where site = ? and id = ?",
                        position.profile(shelf.inForce()).power().heartbeatSeconds(),
                        site.value(),
                        id.value())));
    }

    private static boolean isTaken(Handle handle, SiteId site, DeviceId id, String name) {
        return handle.createQuery(
                        "select exists (select from device where site = :site and id <> :id and lower(name) = lower(:name))")
                .bind("site", site.value())
                .bind("id", id.value())
                .bind("name", name)
                .mapTo(Boolean.class)
                .one();
    }

    private void write(Handle handle, SiteId site, DeviceId id, PositionForm form, Optional<DeviceProfile> profile) {
        DeviceProfile usual = profile.orElseGet(() -> shelf.inForce().of(form.kind()));
        handle.createUpdate("""
                        insert into device (site, id, kind, name, place, building, floor, door_name, profile, service,
                            heartbeat_seconds, secret_sealed)
                        values (:site, :id, :kind, :name, :place, :building, :floor, :door, :profile, 'PLANNED',
                            :heartbeat, :secret)
                        on conflict (site, id) do update set name = :name, place = :place, building = :building,
                            floor = :floor, door_name = :door, profile = :profile, heartbeat_seconds = case
                                when device.profile is not distinct from :profile then device.heartbeat_seconds
                                else :heartbeat end
                        """)
                .bind("site", site.value())
                .bind("id", id.value())
                .bind("kind", form.kind().name())
                .bind("name", form.name().strip())
                .bind("place", form.place())
                .bind("building", form.building())
                .bind("floor", form.floor())
                .bind("door", form.door())
                .bind("profile", form.profile())
                .bind("heartbeat", usual.power().heartbeatSeconds())
                .bind("secret", keys.seal(Surroundings.hex(surroundings.random(), SECRET_BYTES)))
                .execute();
    }
}
