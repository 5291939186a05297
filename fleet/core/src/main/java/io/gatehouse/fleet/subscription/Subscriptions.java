package io.gatehouse.fleet.subscription;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.protocol.SiteId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Which reports are mailed to whom. Blocks. */
public final class Subscriptions {

    private final Jdbi jdbi;
    private final Surroundings surroundings;

    public Subscriptions(Jdbi jdbi, Surroundings surroundings) {
        this.jdbi = jdbi;
        this.surroundings = surroundings;
    }

    /** Each with when the next one leaves, and what became of the last. */
    public List<ObjectNode> list(SiteId site) {
        return jdbi.withHandle(handle -> {
            ZoneId zone = zone(handle, site);
            return handle.createQuery("select * from report_subscription where site = ? order by name, id")
                    .bind(0, site.value())
                    .map((row, context) -> json(row, zone))
                    .list();
        });
    }

    public Optional<ObjectNode> find(SiteId site, String id) {
        return list(site).stream()
                .filter(one -> one.path("id").asText().equals(id))
                .findFirst();
    }

    /** Makes or changes one. The next report that leaves is that of the period which ends next, never of one before. */
    public void put(SiteId site, Subscription wish, String by) {
        jdbi.useTransaction(handle -> handle.createUpdate("""
                        insert into report_subscription (site, id, name, route, counted_by, every, hour, recipients, format,
                            language, enabled, made_by, changed, next_day)
                        values (:site, :id, :name, :route, :countedBy, :every, :hour, :recipients, :format, :language,
                            :enabled, :by, :changed, :next)
                        on conflict (site, id) do update set name = excluded.name, route = excluded.route,
                            counted_by = excluded.counted_by, every = excluded.every, hour = excluded.hour,
                            recipients = excluded.recipients, format = excluded.format, language = excluded.language,
                            enabled = excluded.enabled, made_by = excluded.made_by, changed = excluded.changed,
                            next_day = case when report_subscription.every = excluded.every
                                then greatest(report_subscription.next_day, excluded.next_day) else excluded.next_day end
                        """)
                .bind("site", site.value())
                .bind("id", wish.id())
                .bind("name", wish.name())
                .bind("route", wish.route())
                .bind("countedBy", wish.countedBy())
                .bind("every", wish.every().name())
                .bind("hour", wish.hour())
                .bindArray("recipients", String.class, wish.recipients().toArray())
                .bind("format", wish.format())
                .bind("language", wish.language())
                .bind("enabled", wish.enabled())
                .bind("by", by)
                .bind("changed", OffsetDateTime.ofInstant(surroundings.clock().instant(), ZoneOffset.UTC))
                .bind("next", wish.next(surroundings.clock().instant(), zone(handle, site)))
                .execute());
    }

    /** Takes one away, with what was to be sent; false when there is none. */
    public boolean delete(SiteId site, String id) {
        return jdbi.withHandle(handle ->
                        handle.execute("delete from report_subscription where site = ? and id = ?", site.value(), id))
                > 0;
    }

    static ZoneId zone(Handle handle, SiteId site) {
        return ZoneId.of(handle.createQuery("select time_zone from site where id = ?")
                .bind(0, site.value())
                .mapTo(String.class)
                .one());
    }

    static Subscription subscription(ResultSet row) throws SQLException {
        return new Subscription(
                row.getString("id"),
                row.getString("name"),
                row.getString("route"),
                row.getString("counted_by"),
                Subscription.Every.valueOf(row.getString("every")),
                row.getInt("hour"),
                List.of((String[]) row.getArray("recipients").getArray()),
                row.getString("format"),
                row.getString("language"),
                row.getBoolean("enabled"));
    }

    private static ObjectNode json(ResultSet row, ZoneId zone) throws SQLException {
        Subscription one = subscription(row);
        ObjectNode json = Json.object()
                .put("id", one.id())
                .put("name", one.name())
                .put("by", one.countedBy())
                .put("every", one.every().name())
                .put("hour", one.hour())
                .put("format", one.format())
                .put("language", one.language())
                .put("enabled", one.enabled())
                .put("madeBy", row.getString("made_by"))
                .put("timeZone", zone.getId());
        if (one.route() != null) {
            json.put("route", one.route());
        }
        one.recipients().forEach(address -> json.withArray("recipients").add(address));
        if (one.enabled()) {
            LocalDate next = row.getObject("next_day", LocalDate.class);
            json.put("nextRun", Json.time(one.due(next, zone)))
                    .put("nextFrom", next.toString())
                    .put("nextTo", one.every().last(next).toString());
        }
        return json;
    }
}
