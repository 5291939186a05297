package io.gatehouse.fleet.plan;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.presence.DeviceBoard;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.store.Reach;
import io.gatehouse.protocol.SiteId;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** What stands where on the plans, and how it is now. */
public final class PlanPlaces {

    /** On one plan; more are not told apart on any screen. */
    public static final int MOST_PLACES = 1_000;
    /** What waits for a place is offered up to here. */
    private static final int MOST_OFFERED = 500;

    private final Jdbi jdbi;
    private final DeviceBoard board;
    private final Clock clock;

    public PlanPlaces(Jdbi jdbi, DeviceBoard board, Clock clock) {
        this.jdbi = jdbi;
        this.board = board;
        this.clock = clock;
    }

    /**
     * A place.
     *
     * @param x from the picture's left edge, 0 to 1 of its width
     * @param y from its upper edge, 0 to 1 of its height
     */
    public record Place(PlaceKind kind, String thing, double x, double y) {

        public Place {
            if (!(x >= 0 && x <= 1 && y >= 0 && y <= 1)) {
                throw new IllegalArgumentException("a place is from 0 to 1, was " + x + " " + y);
            }
        }
    }

    /** What became of a place. */
    public enum Placed {
        DONE,
        NO_PLAN,
        /** The site has no such device or checkpoint. */
        NO_THING,
        /** There are {@link #MOST_PLACES} on the plan already. */
        TOO_MANY
    }

    /** Puts a thing on a plan, or moves it there. */
    public Placed put(SiteId site, String plan, Place place, String by) {
        return jdbi.inTransaction(handle -> {
            // one after the other on a plan, or two would each find the last place free
            if (!isPlan(handle, site, plan, true)) {
                return Placed.NO_PLAN;
            }
            if (!things(handle, site, place.kind()).containsKey(place.thing())) {
                return Placed.NO_THING;
            }
            if (others(handle, site, plan, place) >= MOST_PLACES) {
                return Placed.TOO_MANY;
            }
            handle.createUpdate("""
                            insert into plan_place (site, plan, kind, thing, x, y, placed, placed_by)
                            values (:site, :plan, :kind, :thing, :x, :y, :now, :by)
                            on conflict (site, plan, kind, thing) do update
                                set x = :x, y = :y, placed = :now, placed_by = :by
                            """)
                    .bind("site", site.value())
                    .bind("plan", plan)
                    .bind("kind", place.kind().name())
                    .bind("thing", place.thing())
                    .bind("x", place.x())
                    .bind("y", place.y())
                    .bind("now", OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))
                    .bind("by", by)
                    .execute();
            return Placed.DONE;
        });
    }

    private static int others(Handle handle, SiteId site, String plan, Place place) {
        return handle.createQuery(
                        "select count(*) from plan_place where site = ? and plan = ? and not (kind = ? and thing = ?)")
                .bind(0, site.value())
                .bind(1, plan)
                .bind(2, place.kind().name())
                .bind(3, place.thing())
                .mapTo(Integer.class)
                .one();
    }

    private static boolean isPlan(Handle handle, SiteId site, String plan, boolean lock) {
        return handle.createQuery("select id from floor_plan where site = ? and id = ?" + (lock ? " for update" : ""))
                .bind(0, site.value())
                .bind(1, plan)
                .mapTo(String.class)
                .findOne()
                .isPresent();
    }

    /** Takes a thing off a plan; says false when it is not on it. */
    public boolean takeOff(SiteId site, String plan, PlaceKind kind, String thing) {
        return jdbi.withHandle(handle -> handle.execute(
                        "delete from plan_place where site = ? and plan = ? and kind = ? and thing = ?",
                        site.value(),
                        plan,
                        kind.name(),
                        thing)
                > 0);
    }

    /**
     * What stands on a plan ({@code items}), each with how it is, and what of the site is on no plan yet ({@code waiting}),
     * that of the plan's own floor first. Something that is no more says {@code gone}. Nothing when there is no such plan.
     */
    public Optional<ObjectNode> look(SiteId site, String plan) {
        DeviceBoard.Filter ofSite =
                new DeviceBoard.Filter(site.value(), null, null, null, null, Integer.MAX_VALUE, Reach.all());
        Map<String, ObjectNode> devices = board.list(ofSite).stream()
                .collect(Collectors.toMap(one -> one.path("id").asText(), Function.identity()));
        return jdbi.withHandle(handle -> {
            if (!isPlan(handle, site, plan, false)) {
                return Optional.empty();
            }
            Map<String, String> checkpoints = things(handle, site, PlaceKind.CHECKPOINT);
            Map<String, ObjectNode> alarms = alarms(handle, site);
            ObjectNode answer = Json.object();
            ArrayNode items = answer.putArray("items");
            handle.createQuery(
                            "select kind, thing, x, y from plan_place where site = ? and plan = ? order by kind, thing")
                    .bind(0, site.value())
                    .bind(1, plan)
                    .map((row, context) -> new Place(
                            PlaceKind.valueOf(row.getString("kind")),
                            row.getString("thing"),
                            row.getDouble("x"),
                            row.getDouble("y")))
                    .forEach(place -> items.add(with(alarms, place, json(place, devices, checkpoints))));
            ArrayNode waiting = answer.putArray("waiting");
            waiting(handle, site, plan).forEach(waiting::add);
            return Optional.of(answer);
        });
    }

    /** The site's devices that somebody has to look at: the same alarms as in the inbox, the gravest first. */
    private static Map<String, ObjectNode> alarms(Handle handle, SiteId site) {
        Map<String, ObjectNode> all = new HashMap<>();
        handle.createQuery("""
                        select substr(touched, length(a.site) + 2) as device, a.id, a.severity
                        from alarm a, unnest(a.affected) touched
                        where a.site = :site and a.closed is null and a.shelved_until is null and a.masked_by is null
                            and touched like a.site || '/%'
                        order by array_position(array['CRITICAL', 'WARNING', 'INFO'], a.severity), a.weight desc, a.id
                        """)
                .bind("site", site.value())
                .map((row, context) -> Map.entry(
                        row.getString("device"),
                        Json.object()
                                .put("count", 1)
                                .put("severity", row.getString("severity"))
                                .put("id", row.getLong("id"))))
                .forEach(one -> all.merge(one.getKey(), one.getValue(), (first, next) ->
                        first.put("count", first.path("count").asInt() + 1)));
        return all;
    }

    private static ObjectNode with(Map<String, ObjectNode> alarms, Place place, ObjectNode json) {
        ObjectNode of = place.kind() == PlaceKind.DEVICE ? alarms.get(place.thing()) : null;
        if (of != null && json.has("device")) {
            json.set("alarms", of);
        }
        return json;
    }

    private static ObjectNode json(Place place, Map<String, ObjectNode> devices, Map<String, String> checkpoints) {
        ObjectNode json = Json.object()
                .put("kind", place.kind().name())
                .put("id", place.thing())
                .put("x", place.x())
                .put("y", place.y());
        ObjectNode device = place.kind() == PlaceKind.DEVICE ? devices.get(place.thing()) : null;
        String name = device == null
                ? checkpoints.get(place.thing())
                : device.path("name").asText();
        boolean gone = place.kind() == PlaceKind.DEVICE ? device == null : name == null;
        json.put("name", name == null || gone ? place.thing() : name).put("gone", gone);
        if (device != null) {
            json.set("device", device);
        }
        return json;
    }

    /** The site's things of a kind with their names. */
    private static Map<String, String> things(Handle handle, SiteId site, PlaceKind kind) {
        String sql = switch (kind) {
            case DEVICE -> "select id, name from device where site = ?";
            case CHECKPOINT ->
                "select id, coalesce(content ->> 'name', id) as name from patrol_part where site = ? and kind = 'checkpoints'";
        };
        return handle
                .createQuery(sql)
                .bind(0, site.value())
                .map((row, context) -> Map.entry(row.getString("id"), row.getString("name")))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static List<ObjectNode> waiting(Handle handle, SiteId site, String plan) {
        return handle.createQuery("""
                        select w.kind, w.id, w.name, w.here from (
                            select 'DEVICE' as kind, d.id, d.name,
                                coalesce(d.building = p.building and d.floor = p.floor, false) as here
                            from device d join floor_plan p on p.site = d.site and p.id = :plan where d.site = :site
                            union all
                            select 'CHECKPOINT', c.id, coalesce(c.content ->> 'name', c.id), false
                            from patrol_part c where c.site = :site and c.kind = 'checkpoints') w
                        where not exists (select from plan_place x
                            where x.site = :site and x.kind = w.kind and x.thing = w.id)
                        order by w.here desc, w.kind, w.name, w.id limit :most
                        """)
                .bind("site", site.value())
                .bind("plan", plan)
                .bind("most", MOST_OFFERED)
                .map((row, context) -> Json.object()
                        .put("kind", row.getString("kind"))
                        .put("id", row.getString("id"))
                        .put("name", row.getString("name"))
                        .put("here", row.getBoolean("here")))
                .list();
    }
}
