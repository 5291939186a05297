package io.gatehouse.fleet.search;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Jdbi;

/**
 * Questions with a name. A view is its owner's, or everybody's to use; the same thing is a group where a question says
 * {@code group:NAME}: one's own first, then the oldest of that name that is everybody's. Blocking; any thread.
 */
public final class Views {

    private final Jdbi jdbi;
    private final Clock clock;

    public Views(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /** A question with a name. */
    public record View(String list, String name, String query, boolean shared) {}

    /** One's own, and everybody's, by name. */
    public List<ObjectNode> list(String account, String list) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select * from saved_view where list = :list and (account = :account or shared)
                        order by name, account = :account desc, account
                        """)
                .bind("list", list)
                .bind("account", account)
                .map((row, context) -> json(row, account))
                .list());
    }

    public ObjectNode put(String account, View view) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        insert into saved_view (account, list, name, query, shared, changed)
                        values (:account, :list, :name, :query, :shared, :now)
                        on conflict (account, list, name) do update set query = excluded.query, shared = excluded.shared,
                            changed = excluded.changed
                        returning *
                        """)
                .bind("account", account)
                .bind("list", view.list())
                .bind("name", view.name())
                .bind("query", view.query())
                .bind("shared", view.shared())
                .bind("now", OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))
                .map((row, context) -> json(row, account))
                .one());
    }

    /** Whether there was one of one's own. */
    public boolean forget(String account, String list, String name) {
        return jdbi.withHandle(handle -> handle.execute(
                        "delete from saved_view where account = ? and list = ? and name = ?", account, list, name))
                > 0;
    }

    /** The questions that {@code group:} may name, for whoever asks. */
    public Function<String, Optional<String>> groups(String account, String list) {
        return name -> jdbi.withHandle(handle -> handle.createQuery("""
                        select query from saved_view where list = :list and name = :name and (account = :account or shared)
                        order by account = :account desc, changed, account limit 1
                        """)
                .bind("list", list)
                .bind("name", name)
                .bind("account", account)
                .mapTo(String.class)
                .findOne());
    }

    /** What a question is read with that belongs to nobody: only groups that are everybody's. */
    public Compiler.Ground ground(String list) {
        return new Compiler.Ground(clock.instant(), ZoneOffset.UTC, groups("", list));
    }

    private static ObjectNode json(ResultSet row, String account) throws SQLException {
        return Json.object()
                .put("list", row.getString("list"))
                .put("name", row.getString("name"))
                .put("query", row.getString("query"))
                .put("shared", row.getBoolean("shared"))
                .put("own", row.getString("account").equals(account))
                .put(
                        "changed",
                        Json.time(row.getObject("changed", OffsetDateTime.class).toInstant()));
    }
}
