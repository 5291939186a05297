package io.gatehouse.fleet.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.store.Keys;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.protocol.audit.ChangeChain;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Chains and signs the rows of the audit: those of people before their answer leaves, those that the fleet notes by itself
 * soon after. Several nodes may seal at once; the end of the chain is the lock.
 */
public final class AuditSeal {

    private static final int ROWS = 500;
    private static final int SALT_BYTES = 16;

    private final Jdbi jdbi;
    private final Keys keys;
    private final Surroundings surroundings;

    public AuditSeal(Jdbi jdbi, Keys keys, Surroundings surroundings) {
        this.jdbi = jdbi;
        this.keys = keys;
        this.surroundings = surroundings;
    }

    /** Seals whatever is not sealed. */
    public void run() {
        int sealed = ROWS;
        while (sealed == ROWS) {
            sealed = jdbi.inTransaction(this::some);
        }
    }

    private record Head(long seq, byte[] link) {}

    /** A row that was just noted, and what its record says. */
    private record Fresh(
            long id, ObjectNode record, @Nullable String salt) {}

    private int some(Handle handle) {
        Head head = handle.createQuery("select seq, link from audit_head for update")
                .map((row, context) -> new Head(row.getLong("seq"), row.getBytes("link")))
                .one();
        List<Fresh> fresh = handle.createQuery("select * from audit where seq is null order by id limit " + ROWS)
                .map((row, context) -> fresh(row))
                .list();
        for (Fresh one : fresh) {
            head = seal(handle, one, head);
        }
        handle.execute("update audit_head set seq = ?, link = ?", head.seq(), head.link());
        return fresh.size();
    }

    private Head seal(Handle handle, Fresh fresh, Head before) {
        long seq = before.seq() + 1;
        String record = Json.write(fresh.record().put("seq", seq));
        byte[] link = ChangeChain.link(before.link(), record);
        handle.execute(
                "update audit set seq = ?, record = ?, link = ?, signature = ?, salt = ? where id = ?",
                seq,
                record,
                link,
                ChangeChain.sign(keys.signing(), link),
                fresh.salt(),
                fresh.id());
        return new Head(seq, link);
    }

    private Fresh fresh(ResultSet row) throws SQLException {
        ObjectNode record = Json.object();
        Instant at = Grants.instant(row, "at");
        record.put("at", Json.time(at == null ? Instant.EPOCH : at))
                .put("who", row.getString("who"))
                .put("action", row.getString("action"))
                .put("target", row.getString("target"));
        for (String column : List.of("address", "via", "site", "reason")) {
            if (row.getString(column) != null) {
                record.put(column, row.getString(column));
            }
        }
        Map<String, JsonNode> details = new TreeMap<>();
        Json.read(row.getString("details")).properties().forEach(one -> details.put(one.getKey(), one.getValue()));
        record.set("details", Json.object().setAll(details));
        String values = row.getString("was_is");
        String salt = values == null ? null : Surroundings.hex(surroundings.random(), SALT_BYTES);
        if (values != null && salt != null) {
            record.put("values", ChangeChain.hashOf(values, salt));
        }
        return new Fresh(row.getLong("id"), record, salt);
    }
}
