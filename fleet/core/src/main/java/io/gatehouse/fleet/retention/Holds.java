package io.gatehouse.fleet.retention;

import io.gatehouse.launch.Surroundings;
import io.gatehouse.protocol.SiteId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Who held what, why, and until when. A hold is never deleted, only released. Blocks. */
public final class Holds {

    private final Jdbi jdbi;
    private final Surroundings surroundings;

    public Holds(Jdbi jdbi, Surroundings surroundings) {
        this.jdbi = jdbi;
        this.surroundings = surroundings;
    }

    /** All of them, those that are in force first, then the newest first. */
    public List<Hold> list(SiteId site) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select * from patrol_hold where site = ? order by released_at is not null, placed_at desc, id")
                .bind(0, site.value())
                .map((row, context) -> hold(row))
                .list());
    }

    public Optional<Hold> find(SiteId site, String id) {
        return list(site).stream().filter(hold -> hold.id().equals(id)).findFirst();
    }

    /** Holds one round; nothing when it has not begun, or is not known any more. */
    public Optional<Hold> round(SiteId site, String round, String reason, String by) {
        return jdbi.inTransaction(handle -> {
            Retention.lock(handle, site);
            return handle.createQuery(
                            "select planned_at, end_at, content ->> 'startAt' from patrol_round where site = ? and id = ?")
                    .bind(0, site.value())
                    .bind(1, round)
                    .map((row, context) -> place(
                            handle,
                            site,
                            round,
                            new Span(Math.min(row.getLong(1), row.getLong(3)), row.getLong(2)),
                            new Why(reason, by)))
                    .findOne();
        });
    }

    /** Holds all records of a span; nothing when all of it has been deleted already. */
    public Optional<Hold> span(SiteId site, Span span, String reason, String by) {
        return jdbi.inTransaction(handle -> {
            Retention.lock(handle, site);
            return span.to() < Horizon.of(handle, site)
                    ? Optional.empty()
                    : Optional.of(place(handle, site, null, span, new Why(reason, by)));
        });
    }

    /** Milliseconds since 1970, both included. */
    public record Span(long from, long to) {}

    private record Why(String reason, String by) {}

    private Hold place(Handle handle, SiteId site, @Nullable String round, Span span, Why why) {
        Hold hold = new Hold(
                surroundings.ids().next(),
                round,
                span.from(),
                span.to(),
                why.reason(),
                new Hold.Placed(why.by(), surroundings.clock().millis()),
                null);
        handle.execute(
                "insert into patrol_hold (site, id, round, from_at, to_at, reason, placed_by, placed_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?)",
                site.value(),
                hold.id(),
                round,
                hold.from(),
                hold.to(),
                hold.reason(),
                hold.placed().by(),
                hold.placed().at());
        return hold;
    }

    /** Takes a hold off; false when there is none of that id in force. What it held is deleted when its time is over. */
    public boolean release(SiteId site, String id, String reason, String by) {
        return jdbi.inTransaction(handle -> {
            Retention.lock(handle, site);
            return handle.execute(
                            "update patrol_hold set released_by = ?, released_at = ?, release_reason = ?"
                                    + " where site = ? and id = ? and released_at is null",
                            by,
                            surroundings.clock().millis(),
                            reason,
                            site.value(),
                            id)
                    > 0;
        });
    }

    public static List<Hold> inForce(Handle handle, SiteId site) {
        return handle.createQuery(
                        "select * from patrol_hold where site = ? and released_at is null order by placed_at, id")
                .bind(0, site.value())
                .map((row, context) -> hold(row))
                .list();
    }

    private static Hold hold(ResultSet row) throws SQLException {
        String releasedBy = row.getString("released_by");
        return new Hold(
                row.getString("id"),
                row.getString("round"),
                row.getLong("from_at"),
                row.getLong("to_at"),
                row.getString("reason"),
                new Hold.Placed(row.getString("placed_by"), row.getLong("placed_at")),
                releasedBy == null
                        ? null
                        : new Hold.Released(releasedBy, row.getLong("released_at"), row.getString("release_reason")));
    }
}
