package io.gatehouse.fleet.passkey;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.launch.Surroundings;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** Passkeys in the database. */
final class PasskeyRows {

    private final Jdbi jdbi;
    private final Surroundings surroundings;

    PasskeyRows(Jdbi jdbi, Surroundings surroundings) {
        this.jdbi = jdbi;
        this.surroundings = surroundings;
    }

    /** One that is kept, and whose it is. */
    record Kept(String id, String account, byte[] handle, byte[] attested, Ceremonies.Marks marks) {}

    List<ObjectNode> list(String account) {
        return jdbi.withHandle(
                handle -> handle.createQuery("select * from passkey where account = :account order by created, id")
                        .bind("account", account)
                        .map((row, context) -> json(row))
                        .list());
    }

    Optional<ObjectNode> find(String account, String id) {
        return list(account).stream()
                .filter(one -> one.path("id").asText().equals(id))
                .findFirst();
    }

    List<byte[]> credentials(String account) {
        return jdbi.withHandle(
                handle -> handle.createQuery("select credential from passkey where account = ? order by created, id")
                        .bind(0, account)
                        .mapTo(byte[].class)
                        .list());
    }

    Optional<Kept> of(byte[] credential) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select p.*, a.passkey_handle from passkey p join account a on a.name = p.account
                        where p.credential = :credential
                        """)
                .bind("credential", credential)
                .map((row, context) -> new Kept(
                        row.getString("id"),
                        row.getString("account"),
                        row.getBytes("passkey_handle"),
                        row.getBytes("attested"),
                        new Ceremonies.Marks(
                                row.getLong("sign_count"), row.getBoolean("eligible"), row.getBoolean("backed_up"))))
                .findOne());
    }

    /** How authenticators know the account; made when it has none yet. */
    byte[] handle(String account) {
        byte[] fresh = new byte[32];
        surroundings.random().nextBytes(fresh);
        return jdbi.withHandle(handle -> handle.createQuery(
                        "update account set passkey_handle = coalesce(passkey_handle, :fresh) where name = :name"
                                + " returning passkey_handle")
                .bind("fresh", fresh)
                .bind("name", account)
                .mapTo(byte[].class)
                .one());
    }

    /** Its id; nothing when it is known already, or the account has so many. */
    Optional<String> add(String account, String name, Ceremonies.Attested made, int most) {
        String id = surroundings.ids().next();
        return jdbi.inTransaction(handle -> {
            handle.execute("select from account where name = ? for update", account);
            int rows = handle.execute(
                    """
                    insert into passkey
                        (id, account, name, credential, attested, sign_count, eligible, backed_up, created)
                    select ?, ?, ?, ?, ?, ?, ?, ?, ? where (select count(*) from passkey where account = ?) < ?
                    on conflict (credential) do nothing
                    """,
                    id,
                    account,
                    name,
                    made.credential(),
                    made.attested(),
                    made.marks().count(),
                    made.marks().eligible(),
                    made.marks().backedUp(),
                    now(),
                    account,
                    most);
            return rows == 1 ? Optional.of(id) : Optional.empty();
        });
    }

    /** Notes a use; false when another use has counted as far meanwhile. */
    boolean used(String id, Ceremonies.Marks marks, String address) {
        return jdbi.withHandle(handle -> handle.execute(
                        """
                                update passkey set sign_count = ?, backed_up = ?, used = ?, used_from = ?
                                where id = ? and (sign_count < ? or (sign_count = 0 and ? = 0))
                                """, marks.count(), marks.backedUp(), now(), address, id, marks.count(), marks.count()))
                == 1;
    }

    boolean rename(String account, String id, String name) {
        return jdbi.withHandle(handle ->
                        handle.execute("update passkey set name = ? where account = ? and id = ?", name, account, id))
                == 1;
    }

    boolean remove(String account, String id) {
        return jdbi.withHandle(
                        handle -> handle.execute("delete from passkey where account = ? and id = ?", account, id))
                == 1;
    }

    int removeAll(String account) {
        return jdbi.withHandle(handle -> handle.execute("delete from passkey where account = ?", account));
    }

    private static ObjectNode json(ResultSet row) throws SQLException {
        ObjectNode json = Json.object()
                .put("id", row.getString("id"))
                .put("name", row.getString("name"))
                .put("synced", row.getBoolean("backed_up"))
                .put("createdAt", Json.time(instant(row, "created")));
        if (row.getObject("used") != null) {
            json.put("usedAt", Json.time(instant(row, "used"))).put("usedFrom", row.getString("used_from"));
        }
        return json;
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private OffsetDateTime now() {
        return OffsetDateTime.ofInstant(surroundings.clock().instant(), ZoneOffset.UTC);
    }
}
