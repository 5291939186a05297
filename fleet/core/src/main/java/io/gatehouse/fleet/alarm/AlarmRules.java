package io.gatehouse.fleet.alarm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.presence.DeviceQuestions;
import io.gatehouse.fleet.search.Catalogue;
import io.gatehouse.fleet.search.Catalogues;
import io.gatehouse.fleet.search.Compiler;
import io.gatehouse.fleet.search.Condition;
import io.gatehouse.fleet.search.Fault;
import io.gatehouse.fleet.search.Views;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.store.Reach;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Conditions that people made up, as data: devices that answer a question for so long, or so many events of one device that
 * answer one within so long. Blocking; any thread.
 */
public final class AlarmRules {

    /** A rule that so many devices answer is about the estate, not about devices; the rest is not raised. */
    private static final int MOST = 500;

    private final Jdbi jdbi;
    private final Clock clock;
    private final DeviceQuestions devices;
    private final Views views;

    public AlarmRules(Jdbi jdbi, Clock clock, DeviceQuestions devices, Views views) {
        this.jdbi = jdbi;
        this.clock = clock;
        this.devices = devices;
        this.views = views;
    }

    /** Where a rule looks. */
    public enum Source {
        DEVICES,
        EVENTS;

        Catalogue catalogue() {
            return this == DEVICES ? Catalogues.DEVICES : Catalogues.EVENTS;
        }
    }

    /**
     * A rule.
     *
     * @param minutes for how long devices have to answer, or within how long events have to come
     * @param number how many events; 1 for devices
     */
    public record Rule(
            String id,
            String name,
            Source source,
            String query,
            int minutes,
            int number,
            Severity severity,
            boolean enabled) {}

    public List<ObjectNode> list() {
        return jdbi.withHandle(handle -> handle.createQuery("select * from alarm_rule order by name, id")
                .map((row, context) -> json(rule(row)))
                .list());
    }

    public Optional<ObjectNode> find(String id) {
        return jdbi.withHandle(handle -> handle.createQuery("select * from alarm_rule where id = ?")
                .bind(0, id)
                .map((row, context) -> json(rule(row)))
                .findOne());
    }

    /** Keeps it; or says why its question cannot be read. */
    public Optional<Fault> put(Rule rule) {
        Condition.Made made = compiled(rule);
        if (made instanceof Condition.Made.Refused refused) {
            return Optional.of(refused.fault());
        }
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into alarm_rule (id, name, source, query, minutes, number, severity, enabled, changed)
                        values (:id, :name, :source, :query, :minutes, :number, :severity, :enabled, :now)
                        on conflict (id) do update set name = excluded.name, source = excluded.source,
                            query = excluded.query, minutes = excluded.minutes, number = excluded.number,
                            severity = excluded.severity, enabled = excluded.enabled, changed = excluded.changed
                        """)
                .bind("id", rule.id)
                .bind("name", rule.name)
                .bind("source", rule.source.name())
                .bind("query", rule.query)
                .bind("minutes", rule.minutes)
                .bind("number", rule.number)
                .bind("severity", rule.severity.name())
                .bind("enabled", rule.enabled)
                .bind("now", AlarmRow.at(clock.instant()))
                .execute());
        return Optional.empty();
    }

    public boolean forget(String id) {
        return jdbi.withHandle(handle -> handle.execute("delete from alarm_rule where id = ?", id)) > 0;
    }

    /** What the rules find now. */
    List<Finding> findings() {
        List<Rule> rules = jdbi.withHandle(handle -> handle.createQuery("select * from alarm_rule where enabled")
                .map((row, context) -> rule(row))
                .list());
        List<Finding> found = new ArrayList<>();
        for (Rule rule : rules) {
            if (compiled(rule) instanceof Condition.Made.Done done) {
                found.addAll(
                        rule.source == Source.DEVICES
                                ? ofDevices(rule, done.condition())
                                : ofEvents(rule, done.condition()));
            }
        }
        return found;
    }

    private Condition.Made compiled(Rule rule) {
        Catalogue catalogue = rule.source.catalogue();
        return Compiler.compile(catalogue, rule.query, views.ground(catalogue.list()));
    }

    private List<Finding> ofDevices(Rule rule, Condition condition) {
        Instant now = clock.instant();
        List<ObjectNode> answering = devices.page(new DeviceQuestions.Asked(condition, null, Reach.all()), null, MOST);
        List<String> keys = answering.stream()
                .map(one -> one.path("site").asText() + "/" + one.path("id").asText())
                .toList();
        return jdbi.inTransaction(handle -> {
            handle.createUpdate(
                            "delete from alarm_rule_hit where rule = :rule and not (site || '/' || device = any (:keys))")
                    .bind("rule", rule.id)
                    .bindArray("keys", String.class, keys.toArray())
                    .execute();
            List<Finding> found = new ArrayList<>();
            for (ObjectNode device : answering) {
                Instant since = since(handle, rule, device, now);
                if (!since.plus(Duration.ofMinutes(rule.minutes)).isAfter(now)) {
                    found.add(finding(
                            rule,
                            device.path("site").asText(),
                            device.path("id").asText(),
                            device.path("name").asText(),
                            since));
                }
            }
            return found;
        });
    }

    private static Instant since(Handle handle, Rule rule, ObjectNode device, Instant now) {
        return handle.createQuery("""
                        insert into alarm_rule_hit (rule, site, device, since) values (:rule, :site, :device, :now)
                        on conflict (rule, site, device) do update set since = alarm_rule_hit.since returning since
                        """)
                .bind("rule", rule.id)
                .bind("site", device.path("site").asText())
                .bind("device", device.path("id").asText())
                .bind("now", AlarmRow.at(now))
                .map((row, context) -> {
                    Instant since = AlarmRow.instant(row, "since");
                    return since == null ? now : since;
                })
                .one();
    }

    private List<Finding> ofEvents(Rule rule, Condition condition) {
        Instant now = clock.instant();
        return jdbi.withHandle(handle -> handle.createQuery(
                        String.format(Locale.ROOT, """
                        select e.site, e.device, coalesce(max(d.name), e.device) as shown, min(e.fleet_time) as first
                        from event e left join device d on d.site = e.site and d.id = e.device
                            left join door o on o.site = e.site and o.id = e.door
                        where e.fleet_time > :windowFrom and e.device is not null and %s
                        group by e.site, e.device having count(*) >= :number limit %d
                        """, withoutPeople(condition), MOST))
                .bindMap(condition.values())
                .bind("windowFrom", AlarmRow.at(now.minus(Duration.ofMinutes(rule.minutes))))
                .bind("number", rule.number)
                .map((row, context) -> {
                    Instant first = AlarmRow.instant(row, "first");
                    return finding(
                            rule,
                            row.getString("site"),
                            row.getString("device"),
                            row.getString("shown"),
                            first == null ? now : first);
                })
                .list());
    }

    /** Names of people are sealed and not for rules. */
    private static String withoutPeople(Condition condition) {
        return condition
                .sql()
                .replaceAll(" or \\(e\\.site, e\\.person\\) in \\(select \\* from unnest\\([^)]*\\)\\)", "");
    }

    private static Finding finding(Rule rule, String site, String device, String name, Instant since) {
        ObjectNode params = Json.object()
                .put("name", name)
                .put("rule", rule.name)
                .put("minutes", Integer.toString(rule.minutes))
                .put("number", Integer.toString(rule.number))
                .put("place", "");
        return new Finding(
                "RULE:" + rule.id + ":" + site + "/" + device,
                "RULE",
                rule.severity,
                new Finding.Subject(site, null, device, name),
                since,
                params,
                new Finding.Words("attention.RULE.title", "attention.RULE.affects", null, null),
                Set.of(site + "/" + device));
    }

    /**
     * What the rule would have raised in the last days, day by day; of devices only what it finds now, since how they were
     * is not kept. Or why its question cannot be read.
     */
    public Preview preview(Rule rule, int days) {
        Condition.Made made = compiled(rule);
        if (made instanceof Condition.Made.Refused refused) {
            return new Preview(refused.fault(), Json.object());
        }
        Condition condition = ((Condition.Made.Done) made).condition();
        ObjectNode answer = Json.object();
        if (rule.source == Source.DEVICES) {
            answer.put("now", devices.count(new DeviceQuestions.Asked(condition, null, Reach.all())));
        } else {
            jdbi.useHandle(handle -> past(handle, rule, condition, days, answer));
        }
        return new Preview(null, answer);
    }

    /** What came of a preview. */
    public record Preview(@Nullable Fault fault, ObjectNode answer) {}

    /** An event raises when it is the n-th within the window, and the one before it was not. */
    private void past(Handle handle, Rule rule, Condition condition, int days, ObjectNode answer) {
        var list = answer.putArray("days");
        handle.createQuery(String.format(
                        Locale.ROOT,
                        """
                        with hit as (
                            select e.site, e.device, e.fleet_time, lag(e.fleet_time, %d) over w as nth
                            from event e left join device d on d.site = e.site and d.id = e.device
                                left join door o on o.site = e.site and o.id = e.door
                            where e.fleet_time > :windowFrom and e.device is not null and %s
                            window w as (partition by e.site, e.device order by e.fleet_time)),
                        full_window as (select site, device, fleet_time,
                                (%d = 0 or nth >= fleet_time - make_interval(mins => %d)) as full_now from hit),
                        edge as (select *, lag(full_now) over v as full_before, lag(fleet_time) over v as before
                            from full_window window v as (partition by site, device order by fleet_time))
                        select date_trunc('day', fleet_time) as day, count(*) as alarms, count(distinct (site, device)) as things
                        from edge where full_now and (full_before is not true
                            or before < fleet_time - make_interval(mins => %d))
                        group by 1 order by 1
                        """,
                        rule.number - 1,
                        withoutPeople(condition),
                        rule.number - 1,
                        rule.minutes,
                        rule.minutes))
                .bindMap(condition.values())
                .bind("windowFrom", AlarmRow.at(clock.instant().minus(Duration.ofDays(days))))
                .map((row, context) -> {
                    Instant day = AlarmRow.instant(row, "day");
                    return Json.object()
                            .put("day", Json.time(day == null ? Instant.EPOCH : day))
                            .put("alarms", row.getLong("alarms"))
                            .put("devices", row.getLong("things"));
                })
                .forEach(list::add);
    }

    private static Rule rule(ResultSet row) throws SQLException {
        return new Rule(
                row.getString("id"),
                row.getString("name"),
                Source.valueOf(row.getString("source")),
                row.getString("query"),
                row.getInt("minutes"),
                row.getInt("number"),
                Severity.of(row.getString("severity")),
                row.getBoolean("enabled"));
    }

    private static ObjectNode json(Rule rule) {
        return Json.object()
                .put("id", rule.id)
                .put("name", rule.name)
                .put("source", rule.source.name())
                .put("query", rule.query)
                .put("minutes", rule.minutes)
                .put("number", rule.number)
                .put("severity", rule.severity.name())
                .put("enabled", rule.enabled);
    }
}
