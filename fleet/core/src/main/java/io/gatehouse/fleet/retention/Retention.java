package io.gatehouse.fleet.retention;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.sitebook.PatrolQuery;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.store.Keys;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.patrol.PatrolPolicy;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes records of rounds whose time is over, and tells what is kept and what was deleted. How many days is each site's
 * policy; whole days of the site's go. What a hold is on stays, and so does all within a day of it, so that the round that
 * is held is judged as before. Blocks.
 */
public final class Retention {

    /** Where the usual number of days comes from; less is another place's law. */
    public static final String SOURCE = "DB11/T 2552-2026, 8.5.2";

    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

    private final Jdbi jdbi;
    private final Keys keys;
    private final Surroundings surroundings;

    public Retention(Jdbi jdbi, Keys keys, Surroundings surroundings) {
        this.jdbi = jdbi;
        this.keys = keys;
        this.surroundings = surroundings;
    }

    /** One at a time deletes, holds or notes at a site: the rounds' own lock. */
    static void lock(Handle handle, SiteId site) {
        handle.execute("select pg_advisory_xact_lock(hashtextextended(?, 41))", site.value());
    }

    /** Deletes at every site what is due. One site that fails keeps no other from it. */
    public void run() {
        jdbi.withHandle(handle -> handle.createQuery("select distinct site from patrol_part order by site")
                        .map((row, context) -> new SiteId(row.getString(1)))
                        .list())
                .forEach(this::attempt);
    }

    private void attempt(SiteId site) {
        try {
            run(site);
        } catch (RuntimeException e) {
            LOG.warn("records of rounds at {} could not be deleted: {}", site, e.toString());
        }
    }

    /** Deletes at one site what is due, and answers how many of what; an audit entry is in the same transaction. */
    public Map<String, Integer> run(SiteId site) {
        return jdbi.inTransaction(handle -> {
            lock(handle, site);
            int days = policy(handle, site).retentionDays();
            long before = before(handle, site, days);
            Map<String, Integer> removed = new Deletion(handle, site, before).run();
            Horizon.move(handle, site, before);
            if (!removed.isEmpty()) {
                note(handle, site, new Done(before, days, removed));
            }
            return removed;
        });
    }

    private PatrolPolicy policy(Handle handle, SiteId site) {
        return PatrolQuery.plan(new PatrolQuery(handle, keys).parts(site)).policy();
    }

    /** The beginning of the first day that is kept. */
    private long before(Handle handle, SiteId site, int days) {
        ZoneId zone = zone(handle, site);
        return LocalDate.ofInstant(surroundings.clock().instant(), zone)
                .minusDays(days)
                .atStartOfDay(zone)
                .toInstant()
                .toEpochMilli();
    }

    private static ZoneId zone(Handle handle, SiteId site) {
        return ZoneId.of(handle.createQuery("select time_zone from site where id = ?")
                .bind(0, site.value())
                .mapTo(String.class)
                .one());
    }

    private record Done(long before, int days, Map<String, Integer> removed) {}

    private void note(Handle handle, SiteId site, Done done) {
        Instant now = surroundings.clock().instant();
        ObjectNode removed = Json.object();
        done.removed.forEach(removed::put);
        int held = held(handle, site, done.before);
        handle.execute(
                "insert into patrol_purge (site, at, before, days, removed, held) values (?, ?, ?, ?, ?::jsonb, ?)"
                        + " on conflict (site, at) do nothing",
                site.value(),
                now.toEpochMilli(),
                done.before,
                done.days,
                Json.write(removed),
                held);
        ObjectNode details = Json.object()
                .put("before", Json.time(done.before))
                .put("days", Integer.toString(done.days))
                .put("held", Integer.toString(held));
        done.removed.forEach((what, many) -> details.put(what, Integer.toString(many)));
        handle.execute(
                "insert into audit (at, who, action, target, details, site) values (?, 'fleet', 'PATROL_RECORDS_DELETED', ?, ?::jsonb, ?)",
                OffsetDateTime.ofInstant(now, ZoneOffset.UTC),
                "records of rounds at site " + site,
                Json.write(details),
                site.value());
    }

    /** Rounds whose time is over and which are there because of a hold. */
    private static int held(Handle handle, SiteId site, long before) {
        return handle.createQuery("select count(*) from patrol_round where site = ? and planned_at < ?")
                .bind(0, site.value())
                .bind(1, before)
                .mapTo(Integer.class)
                .one();
    }

    /** For people: how long what is kept, since when, what is held, and what was deleted when. */
    public ObjectNode shown(SiteId site) {
        return jdbi.withHandle(handle -> {
            int days = policy(handle, site).retentionDays();
            long before = before(handle, site, days);
            long horizon = Horizon.of(handle, site);
            ObjectNode shown = Json.object()
                    .put("days", days)
                    .put("usualDays", PatrolPolicy.DEFAULT.retentionDays())
                    .put("source", SOURCE)
                    .put("keptSince", Json.time(Math.max(before, horizon)))
                    .put("heldRounds", held(handle, site, before));
            if (horizon != Long.MIN_VALUE) {
                shown.put("deletedBefore", Json.time(horizon));
            }
            handle.createQuery(
                            "select min(planned_at) from patrol_round where site = ? having min(planned_at) is not null")
                    .bind(0, site.value())
                    .mapTo(Long.class)
                    .findOne()
                    .ifPresent(oldest -> shown.put("oldestRound", Json.time(oldest)));
            shown.set("kept", new Deletion(handle, site, before).kept());
            shown.set("deletions", deletions(handle, site));
            return shown;
        });
    }

    private static ArrayNode deletions(Handle handle, SiteId site) {
        ArrayNode all = Json.array();
        handle.createQuery("select * from patrol_purge where site = ? order by at desc limit 30")
                .bind(0, site.value())
                .map((row, context) -> {
                    ObjectNode one = Json.object()
                            .put("at", Json.time(row.getLong("at")))
                            .put("before", Json.time(row.getLong("before")))
                            .put("days", row.getInt("days"))
                            .put("held", row.getInt("held"));
                    one.set("removed", Json.read(row.getString("removed")));
                    return one;
                })
                .forEach(all::add);
        return all;
    }
}
