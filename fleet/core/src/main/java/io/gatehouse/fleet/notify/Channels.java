package io.gatehouse.fleet.notify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.search.Catalogues;
import io.gatehouse.fleet.search.Compiler;
import io.gatehouse.fleet.search.Condition;
import io.gatehouse.fleet.search.Fault;
import io.gatehouse.fleet.search.Views;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.store.Keys;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** The channels, as they are set. Blocking; any thread. */
public final class Channels {

    private final Jdbi jdbi;
    private final Keys keys;
    private final Clock clock;

    public Channels(Jdbi jdbi, Keys keys, Clock clock) {
        this.jdbi = jdbi;
        this.keys = keys;
        this.clock = clock;
    }

    public List<ObjectNode> list() {
        return jdbi.withHandle(handle -> handle.createQuery("select * from notify_channel order by name, id")
                .map((row, context) -> json(row, keys))
                .list());
    }

    /** Without its secret. */
    public Optional<ObjectNode> find(String id) {
        return jdbi.withHandle(handle -> handle.createQuery("select * from notify_channel where id = ?")
                .bind(0, id)
                .map((row, context) -> json(row, keys))
                .findOne());
    }

    /** With its secret, for whoever sends. */
    public Optional<Channel> open(String id) {
        return jdbi.withHandle(handle -> handle.createQuery("select * from notify_channel where id = ?")
                .bind(0, id)
                .map((row, context) -> channel(row, keys))
                .findOne());
    }

    /** Keeps it, with the secret of before when none is given; or says why its question cannot be read. */
    public Optional<Fault> put(Channel channel) {
        Condition.Made made =
                Compiler.compile(Catalogues.ALARMS, channel.query(), new Views(jdbi, clock).ground("alarms"));
        if (made instanceof Condition.Made.Refused refused) {
            return Optional.of(refused.fault());
        }
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into notify_channel (id, name, kind, target_sealed, secret, query, level, steps, language, enabled,
                            changed)
                        values (:id, :name, :kind, :target, :secret, :query, :level, :steps, :language, :enabled, :now)
                        on conflict (id) do update set name = excluded.name, kind = excluded.kind,
                            target = null, target_sealed = excluded.target_sealed, secret = coalesce(excluded.secret, notify_channel.secret),
                            query = excluded.query, level = excluded.level, steps = excluded.steps,
                            language = excluded.language, enabled = excluded.enabled, changed = excluded.changed
                        """)
                .bind("id", channel.id())
                .bind("name", channel.name())
                .bind("kind", channel.kind().name())
                .bind("target", keys.seal(channel.target()))
                .bind("secret", channel.secret() == null ? null : keys.seal(channel.secret()))
                .bind("query", channel.query())
                .bind("level", channel.level())
                .bindArray("steps", String.class, channel.steps().toArray())
                .bind("language", channel.language())
                .bind("enabled", channel.enabled())
                .bind("now", OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))
                .execute());
        return Optional.empty();
    }

    public boolean forget(String id) {
        return jdbi.withHandle(handle -> handle.execute("delete from notify_channel where id = ?", id)) > 0;
    }

    /** Seals the addresses that were written before they were sealed; once, at the start. */
    public void sealOld() {
        jdbi.useTransaction(handle -> handle.createQuery(
                        "select id, target from notify_channel where target is not null for update")
                .map((row, context) -> new String[] {row.getString("id"), row.getString("target")})
                .list()
                .forEach(one -> handle.execute(
                        "update notify_channel set target = null, target_sealed = ? where id = ?",
                        keys.seal(one[1]),
                        one[0])));
    }

    private static String target(ResultSet row, Keys keys) throws SQLException {
        byte[] sealed = row.getBytes("target_sealed");
        return sealed == null ? String.valueOf(row.getString("target")) : keys.unseal(sealed);
    }

    static Channel channel(ResultSet row, Keys keys) throws SQLException {
        byte[] sealed = row.getBytes("secret");
        return new Channel(
                row.getString("id"),
                row.getString("name"),
                Channel.Kind.valueOf(row.getString("kind")),
                target(row, keys),
                sealed == null ? null : keys.unseal(sealed),
                row.getString("query"),
                row.getInt("level"),
                steps(row),
                row.getString("language"),
                row.getBoolean("enabled"));
    }

    private static List<String> steps(ResultSet row) throws SQLException {
        return Arrays.asList((String[]) row.getArray("steps").getArray());
    }

    private static ObjectNode json(ResultSet row, Keys keys) throws SQLException {
        ObjectNode json = Json.object()
                .put("id", row.getString("id"))
                .put("name", row.getString("name"))
                .put("kind", row.getString("kind"))
                .put("target", target(row, keys))
                .put("signs", row.getBytes("secret") != null)
                .put("query", row.getString("query"))
                .put("level", row.getInt("level"))
                .put("language", row.getString("language"))
                .put("enabled", row.getBoolean("enabled"));
        ArrayNode steps = json.putArray("steps");
        steps(row).forEach(steps::add);
        return json;
    }
}
