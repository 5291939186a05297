package io.gatehouse.fleet.presence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.store.Reach;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** What each gateway still holds that the fleet does not, and when that will have ended; as REST shows it. */
public final class BacklogBoard {

    private final Jdbi jdbi;
    private final Clock clock;

    public BacklogBoard(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /** All gateways, those first of which least is known or that fall behind most. */
    public List<ObjectNode> list() {
        return list(Reach.all());
    }

    public List<ObjectNode> list(Reach reach) {
        Instant now = clock.instant();
        return jdbi.withHandle(handle -> handle
                .createQuery("select * from gateway where " + Reach.condition("site") + " order by site, id")
                .bind("reach", reach.text())
                .map((row, context) -> json(row, now))
                .stream()
                .sorted(Comparator.<ObjectNode>comparingInt(one ->
                                Pace.State.valueOf(one.path("state").asText()).ordinal())
                        .thenComparing(Comparator.<ObjectNode>comparingLong(
                                        one -> one.path("waiting").asLong())
                                .reversed()))
                .toList());
    }

    private static ObjectNode json(ResultSet row, Instant now) throws SQLException {
        ObjectNode json = Json.object()
                .put("gateway", row.getString("id"))
                .put("site", row.getString("site"))
                .put("name", row.getString("name"));
        Standing standing = GatewayBoard.standing(row, "", now);
        Columns.put(json, standing);
        Columns.time(json, "lastHeard", row, "last_heard");
        JsonNode backlog = Json.read(row.getString("backlog"));
        long waiting = 0;
        for (JsonNode lane : backlog) {
            waiting += lane.asLong();
        }
        json.put("waiting", waiting).set("byLane", backlog);
        JsonNode storage = Json.read(row.getString("storage"));
        ObjectNode byClass = json.putObject("byClass");
        long counted = addClasses(byClass, storage);
        json.put("notCounted", Math.max(0, waiting - counted));
        Instant oldest = waiting == 0 ? null : oldest(storage);
        if (oldest != null) {
            json.put("oldest", Json.time(oldest));
        }
        put(json, pace(row, standing, waiting, oldest), now);
        json.put("level", Fill.worst(Json.read(row.getString("fill"))));
        return json;
    }

    private static long addClasses(ObjectNode byClass, JsonNode storage) {
        long counted = 0;
        for (JsonNode lane : storage.path("lanes")) {
            for (var one : lane.path("byClass").properties()) {
                byClass.put(
                        one.getKey(),
                        byClass.path(one.getKey()).asLong() + one.getValue().asLong());
                counted += one.getValue().asLong();
            }
        }
        return counted;
    }

    private static @Nullable Instant oldest(JsonNode storage) {
        Instant oldest = null;
        for (JsonNode lane : storage.path("lanes")) {
            if (lane.has("oldest")) {
                Instant one = Instant.parse(lane.path("oldest").asText());
                oldest = oldest == null || one.isBefore(oldest) ? one : oldest;
            }
        }
        return oldest;
    }

    private static Pace pace(ResultSet row, Standing standing, long waiting, @Nullable Instant oldest)
            throws SQLException {
        Instant heard = Columns.instant(row, "last_heard");
        if (heard == null || standing.presence() == Presence.NEVER_SEEN) {
            return new Pace(Pace.State.NEVER_SEEN, 0, null);
        }
        if (standing.presence() != Presence.ONLINE) {
            return new Pace(Pace.State.UNKNOWN, 0, null);
        }
        return Pace.of(Json.read(row.getString("backlog_trend")), waiting, heard, oldest);
    }

    private static void put(ObjectNode json, Pace pace, Instant now) {
        json.put("state", pace.state().name());
        if (pace.state() == Pace.State.DRAINING || pace.state() == Pace.State.GROWING) {
            json.put("perSecond", Math.abs(pace.perSecond()));
        }
        Long left = pace.secondsLeft();
        if (left != null && pace.state() == Pace.State.DRAINING) {
            json.put("secondsLeft", left).put("caughtUpAt", Json.time(now.plusSeconds(left)));
        }
    }
}
