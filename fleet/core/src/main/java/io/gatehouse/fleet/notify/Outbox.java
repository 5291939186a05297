package io.gatehouse.fleet.notify;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.alarm.AlarmRound;
import io.gatehouse.fleet.search.Catalogues;
import io.gatehouse.fleet.search.Compiler;
import io.gatehouse.fleet.search.Condition;
import io.gatehouse.fleet.search.Views;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.store.Keys;
import io.gatehouse.launch.Surroundings;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** What has still to be told, and what became of it. A message is sent at least once: a node may die just after sending. */
public final class Outbox implements AlarmRound.News {

    /** Ten tries over about half a day; then a person has to look. */
    public static final int TRIES = 10;

    private static final Duration FIRST_WAIT = Duration.ofSeconds(10);
    private static final Duration LONGEST_WAIT = Duration.ofHours(2);
    /** Whoever took a message and says nothing for so long is gone. */
    private static final Duration LEASE = Duration.ofMinutes(2);

    private final Jdbi jdbi;
    private final Keys keys;
    private final Surroundings surroundings;
    private final Views views;

    public Outbox(Jdbi jdbi, Keys keys, Surroundings surroundings) {
        this.jdbi = jdbi;
        this.keys = keys;
        this.surroundings = surroundings;
        this.views = new Views(jdbi, surroundings.clock());
    }

    /**
     * A message to be sent now.
     *
     * @param alarm how the alarm is now, as REST shows it
     */
    public record Due(long id, Channel channel, String step, int attempts, ObjectNode alarm) {}

    /** Writes down whom to tell, in the transaction in which it happened. */
    @Override
    public void tell(Handle handle, long alarm, String step, Instant now) {
        List<Channel> channels = handle.createQuery(
                        "select * from notify_channel where enabled and :step = any (steps)")
                .bind("step", step)
                .map((row, context) -> Channels.channel(row, keys))
                .list();
        for (Channel channel : channels) {
            if (isFor(handle, channel, alarm, step)) {
                handle.execute(
                        "insert into notification (channel, alarm, step, created, next, state) values (?, ?, ?, ?, ?, 'WAITING')",
                        channel.id(),
                        alarm,
                        step,
                        at(now),
                        at(now));
            }
        }
    }

    /** One that is told at a level hears of an alarm when it gets there, and of its end. */
    private boolean isFor(Handle handle, Channel channel, long alarm, String step) {
        Condition.Made made = Compiler.compile(Catalogues.ALARMS, channel.query(), views.ground("alarms"));
        if (!(made instanceof Condition.Made.Done done)) {
            return false;
        }
        String level = step.equals("ESCALATED") ? "a.level = :level" : "a.level >= :level";
        return handle.createQuery("select exists (select from alarm a where a.id = :alarm and " + level + " and "
                        + done.condition().sql() + ")")
                .bindMap(done.condition().values())
                .bind("alarm", alarm)
                .bind("level", channel.level())
                .mapTo(Boolean.class)
                .one();
    }

    /** Takes some that are due; another node does not take the same. */
    public List<Due> take(int most) {
        OffsetDateTime now = at(surroundings.clock().instant());
        return jdbi.inTransaction(handle -> handle.createQuery("""
                        with due as (select id from notification where state = 'WAITING' and next <= :now
                            order by next limit :most for update skip locked),
                        taken as (update notification n set next = :lease, attempts = attempts + 1 from due
                            where n.id = due.id returning n.*)
                        select t.id as message, t.step, t.attempts, c.*, a.kind as alarm_kind, a.severity, a.site,
                            a.id as alarm, a.name as alarm_name, a.device, a.gateway, a.since, a.count, a.params, a.words,
                            a.level as alarm_level, a.cleared, s.name as site_name, s.time_zone
                        from taken t join notify_channel c on c.id = t.channel join alarm a on a.id = t.alarm
                            left join site s on s.id = a.site
                        """)
                .bind("now", now)
                .bind("lease", now.plus(LEASE))
                .bind("most", most)
                .map((row, context) -> new Due(
                        row.getLong("message"),
                        Channels.channel(row, keys),
                        row.getString("step"),
                        row.getInt("attempts"),
                        alarm(row)))
                .list());
    }

    private static ObjectNode alarm(ResultSet row) throws SQLException {
        ObjectNode alarm = Json.object()
                .put("id", row.getLong("alarm"))
                .put("kind", row.getString("alarm_kind"))
                .put("severity", row.getString("severity"))
                .put("site", row.getString("site"))
                .put("siteName", row.getString("site_name"))
                .put("timeZone", row.getString("time_zone"))
                .put("name", row.getString("alarm_name"))
                .put("count", row.getLong("count"))
                .put("level", row.getInt("alarm_level"))
                .put("active", row.getObject("cleared") == null)
                .put(
                        "since",
                        Json.time(row.getObject("since", OffsetDateTime.class).toInstant()));
        for (String name : List.of("device", "gateway")) {
            if (row.getString(name) != null) {
                alarm.put(name, row.getString(name));
            }
        }
        alarm.set("params", Json.read(row.getString("params")));
        alarm.set("words", Json.read(row.getString("words")));
        return alarm;
    }

    public void sent(long message) {
        end(message, "SENT", null);
    }

    /**
     * It did not go out: again later, each time twice as late and a little by chance, or never when it was tried too often
     * or cannot work.
     */
    public void failed(Due due, String error, boolean hopeless) {
        if (hopeless || due.attempts() >= TRIES) {
            end(due.id(), "FAILED", error);
            return;
        }
        long wait = Math.min(
                LONGEST_WAIT.toMillis(), FIRST_WAIT.toMillis() << Math.min(20, Math.max(0, due.attempts() - 1)));
        long chance = Math.floorMod(surroundings.random().nextLong(), Math.max(1, wait / 4));
        jdbi.useHandle(handle -> handle.execute(
                "update notification set next = ?, error = ? where id = ?",
                at(surroundings.clock().instant().plusMillis(wait + chance)),
                error,
                due.id()));
    }

    private void end(long message, String state, @Nullable String error) {
        jdbi.useHandle(handle -> handle.execute(
                "update notification set state = ?, ended = ?, next = null, error = ? where id = ?",
                state,
                at(surroundings.clock().instant()),
                error,
                message));
    }

    /** The latest of them, for people. */
    public List<ObjectNode> log(Optional<String> channel, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select n.*, c.name as channel_name, a.kind, a.site, a.name as alarm_name from notification n
                        join notify_channel c on c.id = n.channel left join alarm a on a.id = n.alarm
                        where :channel::text is null or n.channel = :channel order by n.created desc, n.id desc limit :limit
                        """)
                .bind("channel", channel.orElse(null))
                .bind("limit", limit)
                .map((row, context) -> line(row))
                .list());
    }

    /** How many wait, and how many failed in the last day. */
    public long[] counts() {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select count(*) filter (where state = 'WAITING') as waiting,
                            count(*) filter (where state = 'FAILED' and ended > :dayAgo) as failed from notification
                        """)
                .bind("dayAgo", at(surroundings.clock().instant()).minusDays(1))
                .map((row, context) -> new long[] {row.getLong("waiting"), row.getLong("failed")})
                .one());
    }

    private static ObjectNode line(ResultSet row) throws SQLException {
        ObjectNode line = Json.object()
                .put("id", row.getLong("id"))
                .put("channel", row.getString("channel"))
                .put("channelName", row.getString("channel_name"))
                .put("step", row.getString("step"))
                .put("state", row.getString("state"))
                .put("attempts", row.getInt("attempts"))
                .put("created", time(row, "created"));
        for (String name : List.of("error", "kind", "site")) {
            if (row.getString(name) != null) {
                line.put(name, row.getString(name));
            }
        }
        for (String name : List.of("next", "ended")) {
            if (row.getObject(name) != null) {
                line.put(name, time(row, name));
            }
        }
        long alarm = row.getLong("alarm");
        if (!row.wasNull()) {
            line.put("alarm", alarm).put("alarmName", row.getString("alarm_name"));
        }
        return line;
    }

    private static String time(ResultSet row, String column) throws SQLException {
        return Json.time(row.getObject(column, OffsetDateTime.class).toInstant());
    }

    private static OffsetDateTime at(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
