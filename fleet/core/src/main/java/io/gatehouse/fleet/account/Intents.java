package io.gatehouse.fleet.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * What people are about to change, noted on the disk before it is. The record that follows takes the note away in its own
 * transaction; a note that nobody took away says that a fleet died in between, and becomes a record that says so.
 */
public final class Intents {

    /** Nothing takes longer: the longest import is over in minutes. */
    public static final Duration OPEN = Duration.ofMinutes(10);
    /** What a record says of its outcome when nobody is left who knows it. */
    public static final String UNKNOWN = "UNKNOWN";

    private final Jdbi jdbi;
    private final AuditLog log;
    private final Clock clock;

    public Intents(Jdbi jdbi, AuditLog log, Clock clock) {
        this.jdbi = jdbi;
        this.log = log;
        this.clock = clock;
    }

    /**
     * Notes what somebody is about to do, on the disk when it returns.
     *
     * @param before what is there, without any secret, or nothing
     * @return the note's number
     */
    public long begin(AuditLog.Who who, AuditLog.Deed deed, @Nullable String before) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        insert into change_intent (at, who, address, via, action, target, site, reason, before)
                        values (:at, :who, :address, :via, :action, :target, :site, :reason, :before) returning id
                        """)
                .bind("at", Grants.at(clock.instant()))
                .bind("who", who.user())
                .bind("address", who.address())
                .bind("via", who.via())
                .bind("action", deed.action())
                .bind("target", deed.target())
                .bind("site", deed.site())
                .bind("reason", deed.reason())
                .bind("before", before)
                .mapTo(Long.class)
                .one());
    }

    /** Nothing was done. */
    public void forget(long intent) {
        jdbi.useHandle(handle -> end(handle, intent));
    }

    private static void end(Handle handle, long intent) {
        handle.execute("delete from change_intent where id = ?", intent);
    }

    /** What came of it: the records, and the note is gone, both or neither. */
    public void keep(long intent, AuditLog.Who who, List<AuditLog.Deed> deeds) {
        jdbi.useTransaction(handle -> {
            end(handle, intent);
            deeds.forEach(deed -> log.note(handle, who, deed));
        });
    }

    /** Makes records of what nobody finished; call now and then. */
    public void settle() {
        jdbi.useTransaction(handle -> handle.createQuery("delete from change_intent where at < :until returning *")
                .bind("until", Grants.at(clock.instant().minus(OPEN)))
                .map((row, context) -> new Left(
                        new AuditLog.Who(row.getString("who"), row.getString("address"), row.getString("via")),
                        deed(row)))
                .list()
                .forEach(left -> log.note(handle, left.who(), left.deed())));
    }

    private record Left(AuditLog.Who who, AuditLog.Deed deed) {}

    private static AuditLog.Deed deed(ResultSet row) throws SQLException {
        String before = row.getString("before");
        Instant begun = Grants.instant(row, "at");
        ObjectNode wasIs = before == null ? null : Json.object().set("before", Json.read(before));
        return new AuditLog.Deed(
                row.getString("action"),
                row.getString("target"),
                row.getString("site"),
                row.getString("reason"),
                Map.of("outcome", UNKNOWN, "begun", Json.time(begun == null ? Instant.EPOCH : begun)),
                wasIs);
    }
}
