package io.gatehouse.fleet.rollout;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.store.Reach;
import io.gatehouse.protocol.GatewayId;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/** Which gateway has fetched how much of which artifact: each comes to a site once. Blocks; any thread. */
public final class ArtifactFetches {

    private final Jdbi jdbi;
    private final Clock clock;

    ArtifactFetches(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /** A gateway was given so many bytes of it. */
    public void note(GatewayId gateway, String sha256, int bytes) {
        OffsetDateTime now = RolloutRow.time(clock.instant());
        jdbi.useHandle(handle -> handle.execute("""
                insert into artifact_fetch as f (gateway, sha256, bytes, parts, begun_at, last_at) values (?, ?, ?, 1, ?, ?)
                on conflict (gateway, sha256) do update set bytes = f.bytes + excluded.bytes, parts = f.parts + 1,
                    last_at = excluded.last_at
                """, gateway.value(), sha256, bytes, now, now));
    }

    /** The gateways that have it, or a part of it, by their sites. */
    public List<ObjectNode> of(String sha256, Reach reach) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select f.*, g.site, g.name, a.bytes as whole from artifact_fetch f join gateway g on g.id = f.gateway
                        join artifact a on a.sha256 = f.sha256
                        where f.sha256 = :sha256 and (:reach::text is null or g.site = any (string_to_array(:reach, ',')))
                        order by g.site, f.gateway
                        """)
                .bind("sha256", sha256)
                .bind("reach", reach.text())
                .map((row, context) -> Json.object()
                        .put("gateway", row.getString("gateway"))
                        .put("name", row.getString("name"))
                        .put("site", row.getString("site"))
                        .put("bytes", row.getLong("bytes"))
                        .put("parts", row.getInt("parts"))
                        .put("whole", row.getLong("bytes") >= row.getLong("whole"))
                        .put(
                                "begunAt",
                                Json.time(row.getObject("begun_at", OffsetDateTime.class)
                                        .toInstant()))
                        .put(
                                "lastAt",
                                Json.time(row.getObject("last_at", OffsetDateTime.class)
                                        .toInstant())))
                .list());
    }
}
