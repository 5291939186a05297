package io.gatehouse.fleet.audit;

import io.gatehouse.fleet.store.Multiranges;
import io.gatehouse.protocol.IntervalSet;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.audit.Checkpoint;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterator;
import org.jdbi.v3.core.statement.Query;

/** Reads what is kept of one log, or of one history of a log that forked. */
final class Evidence {

    /** Rows that wait in memory while they are read; a row may have hundreds of kilobytes. */
    private static final int FETCH = 8;

    private final Handle handle;
    private final LogName name;
    private final LogId signedAs;

    Evidence(Handle handle, LogName name) {
        this.handle = handle;
        this.name = name;
        this.signedAs = bound("""
                select log from uplink_log where gateway = :gateway and stored = :log
                union all
                select log from log_branch where gateway = :gateway and stored = :log
                limit 1
                """).mapTo(String.class).findOne().map(LogId::new).orElse(name.log());
    }

    /** The log's own name, which the gateway signs whatever it is kept under. */
    LogId signedAs() {
        return signedAs;
    }

    /** Records in a row, the first one with its number. */
    record Stretch(long first, List<byte[]> records) {}

    /** Numbers that are kept under this name, or known to be lost; a log that forked has them among what came before. */
    IntervalSet held() {
        return bound("""
                select held::text from uplink_log where gateway = :gateway and stored = :log
                union all
                select held::text from log_branch where gateway = :gateway and stored = :log
                limit 1
                """).mapTo(String.class).findOne().map(Multiranges::read).orElse(IntervalSet.EMPTY);
    }

    Optional<Checkpoint> checkpointAt(long seq) {
        return bound("select * from audit_checkpoint where gateway = :gateway and log = :log and seq = :seq")
                .bind("seq", seq)
                .map((row, context) -> checkpoint(row))
                .findOne();
    }

    Optional<Checkpoint> checkpointAfter(long seq) {
        return bound("""
                select * from audit_checkpoint where gateway = :gateway and log = :log and seq > :seq order by seq limit 1
                """)
                .bind("seq", seq)
                .map((row, context) -> checkpoint(row))
                .findOne();
    }

    /** Gaps that the gateway itself has told, both ends included. */
    List<long[]> toldGaps(long after, long upTo) {
        return gapsWhere("and reason = 'DAMAGED'", after, upTo)
                .map((row, context) -> new long[] {row.getLong("from_seq"), row.getLong("to_seq")})
                .list();
    }

    Query gapsWhere(String more, long after, long upTo) {
        return bound(
                        "select * from gap where gateway = :gateway and log = :log and to_seq > :after and from_seq <= :upTo "
                                + more + " order by from_seq")
                .bind("after", after)
                .bind("upTo", upTo);
    }

    /** What is kept of the numbers behind {@code after} up to {@code upTo}; may begin before and end behind. Close it. */
    ResultIterator<Stretch> stretches(long after, long upTo) {
        return bound("""
                select * from audit_stretch where gateway = :gateway and log = :log
                    and first_seq > :from and first_seq <= :upTo and last_seq > :after order by first_seq
                """)
                .bind("from", after - AuditTrail.STRETCH_RECORDS)
                .bind("after", after)
                .bind("upTo", upTo)
                .setFetchSize(FETCH)
                .map((row, context) -> new Stretch(
                        row.getLong("first_seq"),
                        Packed.unpack(
                                row.getBytes("records"),
                                Math.toIntExact(row.getLong("last_seq") - row.getLong("first_seq") + 1))))
                .iterator();
    }

    /** The checkpoints behind {@code after} up to {@code upTo}. Close it. */
    ResultIterator<Checkpoint> checkpoints(long after, long upTo) {
        return bound("""
                select * from audit_checkpoint where gateway = :gateway and log = :log and seq > :after and seq <= :upTo
                order by seq
                """)
                .bind("after", after)
                .bind("upTo", upTo)
                .setFetchSize(FETCH)
                .map((row, context) -> checkpoint(row))
                .iterator();
    }

    Query bound(String sql) {
        return handle.createQuery(sql)
                .bind("gateway", name.gateway())
                .bind("log", name.log().hex());
    }

    private Checkpoint checkpoint(ResultSet row) throws SQLException {
        return new Checkpoint(
                signedAs,
                row.getLong("after_seq"),
                row.getLong("first_seq"),
                row.getLong("seq"),
                row.getBytes("link"),
                row.getLong("gateway_time"),
                row.getString("key_id"),
                row.getBytes("signature"),
                row.getBytes("digests"));
    }
}
