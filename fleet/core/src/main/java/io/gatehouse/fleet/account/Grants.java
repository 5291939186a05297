package io.gatehouse.fleet.account;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.launch.Ids;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The grants of accounts in the database. Within the caller's transaction. */
final class Grants {

    private Grants() {}

    /** All of an account's, those that hold no longer included. */
    static List<Grant> of(Handle handle, String account) {
        return handle.createQuery(
                        "select * from account_grant where account = :account order by site nulls first, role")
                .bind("account", account)
                .map((row, context) -> grant(row))
                .list();
    }

    static List<Grant> holding(Handle handle, String account, Instant now) {
        return of(handle, account).stream().filter(one -> one.holds(now)).toList();
    }

    /** Puts these in place of whatever the account had. */
    static void replace(Handle handle, String account, List<Grant> grants, Ids ids, By by) {
        handle.execute("delete from account_grant where account = ?", account);
        for (Grant one : grants) {
            handle.execute(
                    """
                    insert into account_grant (id, account, site, role, starts, ends, reason, granted, granted_by)
                    values (?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                    ids.next(),
                    account,
                    one.site(),
                    one.role(),
                    at(one.from()),
                    at(one.until()),
                    one.reason(),
                    at(by.at()),
                    by.user());
        }
    }

    /** Who grants, and when. */
    record By(String user, Instant at) {}

    static ArrayNode json(List<Grant> grants, Instant now) {
        ArrayNode list = Json.array();
        for (Grant one : grants) {
            ObjectNode json = list.addObject();
            Optional.ofNullable(one.site()).ifPresent(site -> json.put("site", site));
            json.put("role", one.role());
            Optional.ofNullable(one.from()).ifPresent(from -> json.put("from", Json.time(from)));
            Optional.ofNullable(one.until()).ifPresent(until -> json.put("until", Json.time(until)));
            Optional.ofNullable(one.reason()).ifPresent(reason -> json.put("reason", reason));
            json.put("holds", one.holds(now));
        }
        return list;
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    static @Nullable OffsetDateTime at(@Nullable Instant instant) {
        return instant == null ? null : OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }

    private static Grant grant(ResultSet row) throws SQLException {
        return new Grant(
                row.getString("site"),
                row.getString("role"),
                instant(row, "starts"),
                instant(row, "ends"),
                row.getString("reason"));
    }
}
