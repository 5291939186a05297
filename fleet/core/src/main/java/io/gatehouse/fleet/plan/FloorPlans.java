package io.gatehouse.fleet.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.picture.Picture;
import io.gatehouse.fleet.store.Hashes;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.store.Keys;
import io.gatehouse.protocol.SiteId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The plans of sites and their pictures. A picture is sealed, and a site has only so much room for them. */
public final class FloorPlans {

    /** Of one site; a tower of sixty floors and its garages is below. */
    public static final int MOST_PLANS = 200;
    /** Of all pictures of one site, in bytes. */
    public static final long MOST_BYTES_OF_SITE = 256L * 1024 * 1024;

    private static final String SELECT = """
            select p.*, a.body ->> 'name' as area_name,
                (select count(*) from plan_place x where x.site = p.site and x.plan = p.id) as places
            from floor_plan p left join access_rule a on a.site = p.site and a.kind = 'areas' and a.id = p.area
            """;

    private final Jdbi jdbi;
    private final Keys keys;
    private final Clock clock;

    public FloorPlans(Jdbi jdbi, Keys keys, Clock clock) {
        this.jdbi = jdbi;
        this.keys = keys;
        this.clock = clock;
    }

    /** What became of a plan that was put. */
    public enum Put {
        DONE,
        /** The site has no such area. */
        NO_AREA,
        /** There are {@link #MOST_PLANS} already. */
        TOO_MANY
    }

    /** What became of a picture. */
    public enum Drawn {
        DONE,
        NO_PLAN,
        /** The site's pictures take {@link #MOST_BYTES_OF_SITE} already. */
        NO_ROOM
    }

    /** A picture as it is shown. */
    public record Shown(String media, String sha256, byte[] bytes) {}

    /** The site's plans in their order, as REST shows them. */
    public List<ObjectNode> list(SiteId site) {
        return jdbi.withHandle(
                handle -> handle.createQuery(SELECT + " where p.site = :site order by p.rank, p.name, p.id")
                        .bind("site", site.value())
                        .map((row, context) -> json(row))
                        .list());
    }

    public Optional<ObjectNode> find(SiteId site, String plan) {
        return jdbi.withHandle(handle -> handle.createQuery(SELECT + " where p.site = :site and p.id = :id")
                .bind("site", site.value())
                .bind("id", plan)
                .map((row, context) -> json(row))
                .findOne());
    }

    /** Makes a plan, or says something else of one; its picture and places stay. */
    public Put put(SiteId site, String plan, PlanForm form) {
        return jdbi.inTransaction(handle -> {
            if (form.area() != null && !isArea(handle, site, form.area())) {
                return Put.NO_AREA;
            }
            lock(handle, site);
            if (count(handle, site, plan) >= MOST_PLANS) {
                return Put.TOO_MANY;
            }
            handle.createUpdate("""
                            insert into floor_plan (site, id, name, area, building, floor, rank)
                            values (:site, :id, :name, :area, :building, :floor, :rank)
                            on conflict (site, id) do update set name = :name, area = :area, building = :building,
                                floor = :floor, rank = :rank
                            """)
                    .bind("site", site.value())
                    .bind("id", plan)
                    .bind("name", form.name().strip())
                    .bind("area", form.area())
                    .bind("building", form.building())
                    .bind("floor", form.floor())
                    .bind("rank", form.rank())
                    .execute();
            return Put.DONE;
        });
    }

    private static boolean isArea(Handle handle, SiteId site, String area) {
        return handle.createQuery(
                        "select exists (select from access_rule where site = ? and kind = 'areas' and id = ?)")
                .bind(0, site.value())
                .bind(1, area)
                .mapTo(Boolean.class)
                .one();
    }

    /** One after the other at a site, or two would each find room for itself. */
    private static void lock(Handle handle, SiteId site) {
        handle.execute("select from site where id = ? for update", site.value());
    }

    private static int count(Handle handle, SiteId site, String but) {
        return handle.createQuery("select count(*) from floor_plan where site = ? and id <> ?")
                .bind(0, site.value())
                .bind(1, but)
                .mapTo(Integer.class)
                .one();
    }

    /** Gives a plan its picture, or another one; what stands on it keeps its place. */
    public Drawn draw(SiteId site, String plan, Picture picture, String by) {
        byte[] sealed = keys.sealBytes(picture.bytes());
        return jdbi.inTransaction(handle -> {
            lock(handle, site);
            long others = handle.createQuery("select coalesce(sum(size), 0) from floor_plan where site = ? and id <> ?")
                    .bind(0, site.value())
                    .bind(1, plan)
                    .mapTo(Long.class)
                    .one();
            if (others + picture.bytes().length > MOST_BYTES_OF_SITE) {
                return Drawn.NO_ROOM;
            }
            int drawn = handle.createUpdate("""
                            update floor_plan set media = :media, width = :width, height = :height, sealed = :sealed,
                                size = :size, sha256 = :sha256, drawn = :now, drawn_by = :by
                            where site = :site and id = :id
                            """)
                    .bind("site", site.value())
                    .bind("id", plan)
                    .bind("media", picture.media())
                    .bind("width", picture.width())
                    .bind("height", picture.height())
                    .bind("sealed", sealed)
                    .bind("size", picture.bytes().length)
                    .bind("sha256", Hashes.sha256(picture.bytes()))
                    .bind("now", OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))
                    .bind("by", by)
                    .execute();
            return drawn == 1 ? Drawn.DONE : Drawn.NO_PLAN;
        });
    }

    /** Nothing when there is no such plan, or no picture of it. */
    public Optional<Shown> picture(SiteId site, String plan) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select media, sha256, sealed from floor_plan where site = ? and id = ? and sealed is not null")
                .bind(0, site.value())
                .bind(1, plan)
                .map((row, context) -> new Shown(
                        row.getString("media"), row.getString("sha256"), keys.unsealBytes(row.getBytes("sealed"))))
                .findOne());
    }

    /** With its picture and all places on it; says false when there is none. */
    public boolean delete(SiteId site, String plan) {
        return jdbi.withHandle(
                handle -> handle.execute("delete from floor_plan where site = ? and id = ?", site.value(), plan) > 0);
    }

    private static ObjectNode json(ResultSet row) throws SQLException {
        ObjectNode plan = Json.object()
                .put("site", row.getString("site"))
                .put("id", row.getString("id"))
                .put("name", row.getString("name"))
                .put("rank", row.getInt("rank"))
                .put("places", row.getInt("places"));
        for (String column : List.of("area", "building", "floor")) {
            if (row.getString(column) != null) {
                plan.put(column, row.getString(column));
            }
        }
        if (row.getString("area_name") != null) {
            plan.put("areaName", row.getString("area_name"));
        }
        OffsetDateTime drawn = row.getObject("drawn", OffsetDateTime.class);
        if (drawn != null) {
            plan.putObject("picture")
                    .put("media", row.getString("media"))
                    .put("width", row.getInt("width"))
                    .put("height", row.getInt("height"))
                    .put("bytes", row.getInt("size"))
                    .put("sha256", row.getString("sha256"))
                    .put("drawn", Json.time(drawn.toInstant()))
                    .put("by", row.getString("drawn_by"));
        }
        return plan;
    }
}
