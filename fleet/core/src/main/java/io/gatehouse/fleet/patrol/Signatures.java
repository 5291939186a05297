package io.gatehouse.fleet.patrol;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.patrol.judge.RoundOrder;
import io.gatehouse.patrol.judge.RoundState;
import io.gatehouse.patrol.phone.PhoneReport;
import io.gatehouse.patrol.phone.RoundSeen;
import io.gatehouse.protocol.SiteId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The two signatures under a round (DB11/T 2552-2026, 9.4): of who made it, and of a supervisor who is somebody else. Each is
 * over what the round's record was then, which is kept with it; what came later is shown beside it. Blocks.
 */
public final class Signatures {

    private final Jdbi jdbi;
    private final Rounds rounds;

    Signatures(Jdbi jdbi, Rounds rounds) {
        this.jdbi = jdbi;
        this.rounds = rounds;
    }

    /** What came of it. */
    public enum Signed {
        DONE,
        /** It was signed so before. */
        ALREADY,
        NO_ROUND,
        NOT_OVER,
        /** It is not any more what the signer saw. */
        CHANGED,
        /** The other signature is this person's own. */
        SAME_PERSON
    }

    /**
     * Signs what the signer saw.
     *
     * @param order {@code SIGN} or {@code COUNTERSIGN}, with who, in which role and when
     * @param seen the content's hash, as it was shown to them
     */
    public Signed sign(SiteId site, RoundOrder order, String seen) {
        return jdbi.inTransaction(handle -> {
            handle.execute("select pg_advisory_xact_lock(hashtextextended(?, 42))", site.value());
            return rounds.content(handle, site, order.round())
                    .map(now -> sign(handle, site, order, seen, now))
                    .orElse(Signed.NO_ROUND);
        });
    }

    /** A round's content, and where the round stands. */
    record Now(RoundState state, RoundContent content) {}

    private static Signed sign(Handle handle, SiteId site, RoundOrder order, String seen, Now now) {
        if (!now.state().isOver() || now.state() == RoundState.CANCELLED) {
            return Signed.NOT_OVER;
        }
        if (!now.content().hash().equals(seen)) {
            return Signed.CHANGED;
        }
        boolean own = handle.createQuery(
                        "select exists (select from patrol_signature where site = ? and round = ? and kind <> ? and by_whom = ?)")
                .bind(0, site.value())
                .bind(1, order.round())
                .bind(2, order.kind().name())
                .bind(3, order.by())
                .mapTo(Boolean.class)
                .one();
        if (own) {
            return Signed.SAME_PERSON;
        }
        if (isSigned(handle, site, order, seen)) {
            return Signed.ALREADY;
        }
        handle.execute(
                "insert into patrol_signature (site, round, kind, hash, by_whom, role, at, content)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
                site.value(),
                order.round(),
                order.kind().name(),
                seen,
                order.by(),
                order.role(),
                order.at(),
                now.content().text());
        return Signed.DONE;
    }

    private static boolean isSigned(Handle handle, SiteId site, RoundOrder order, String seen) {
        return handle.createQuery(
                        "select exists (select from patrol_signature where site = ? and round = ? and kind = ? and hash = ?)")
                .bind(0, site.value())
                .bind(1, order.round())
                .bind(2, order.kind().name())
                .bind(3, seen)
                .mapTo(Boolean.class)
                .one();
    }

    /**
     * Keeps what an officer signed on a phone, as it was seen there; at this site, or at one that was cut off. The same again
     * changes nothing.
     */
    static void keep(Handle handle, SiteId site, PhoneReport report) {
        report.signature()
                .ifPresent(order -> handle.execute(
                        "insert into patrol_signature (site, round, kind, hash, by_whom, role, at, content)"
                                + " values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
                        site.value(),
                        order.round(),
                        order.kind().name(),
                        new RoundSeen(report.text()).hash(),
                        order.by(),
                        order.role(),
                        order.at(),
                        report.text()));
    }

    /** Likewise what gateways were told since then, in milliseconds since 1970. */
    static void keepTold(Handle handle, SiteId site, long since) {
        handle.createQuery("""
                        select body ->> 'report' from event where site = :site and type = 'PatrolTold'
                            and fleet_time >= to_timestamp(:since::double precision / 1000)
                            and body -> 'report' ->> 'kind' = 'SIGN'
                        """)
                .bind("site", site.value())
                .bind("since", since)
                .map((row, context) -> Json.read(row.getString(1), PhoneReport.class))
                .list()
                .forEach(report -> keep(handle, site, report));
    }

    /** Rounds that the officer has signed since then. */
    static Set<String> by(Handle handle, SiteId site, String officer, long since) {
        return Set.copyOf(handle.createQuery("""
                        select distinct round from patrol_signature where site = ? and by_whom = ? and kind = 'SIGN' and at >= ?
                        """)
                .bind(0, site.value())
                .bind(1, officer)
                .bind(2, since)
                .mapTo(String.class)
                .list());
    }

    /** All signatures under a round, with what was signed, the oldest first. */
    public List<ObjectNode> list(SiteId site, String round) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select * from patrol_signature where site = ? and round = ? order by at, kind desc")
                .bind(0, site.value())
                .bind(1, round)
                .map((row, context) -> Json.object()
                        .put("kind", row.getString("kind"))
                        .put("by", row.getString("by_whom"))
                        .put("role", row.getString("role"))
                        .put("at", Json.time(row.getLong("at")))
                        .put("hash", row.getString("hash"))
                        .put("content", row.getString("content")))
                .list());
    }

    /**
     * Those under a round, without what was signed; {@code current} when nothing has changed since.
     *
     * @param hashes of what would be signed now: here, or on a phone
     */
    static ArrayNode under(Handle handle, SiteId site, String round, Set<String> hashes) {
        ArrayNode all = Json.array();
        handle.createQuery("select * from patrol_signature where site = ? and round = ? order by at, kind desc")
                .bind(0, site.value())
                .bind(1, round)
                .map((row, context) -> Json.object()
                        .put("kind", row.getString("kind"))
                        .put("by", row.getString("by_whom"))
                        .put("role", row.getString("role"))
                        .put("at", Json.time(row.getLong("at")))
                        .put("hash", row.getString("hash"))
                        .put("current", hashes.contains(row.getString("hash"))))
                .forEach(all::add);
        return all;
    }

    /** Round to the kinds of signature that it has. */
    static Map<String, Set<String>> kinds(Handle handle, SiteId site, List<String> rounds) {
        Map<String, Set<String>> kinds = new TreeMap<>();
        handle.createQuery(
                        "select distinct round, kind from patrol_signature where site = :site and round = any(:rounds)")
                .bind("site", site.value())
                .bindArray("rounds", String.class, rounds.toArray())
                .map((row, context) -> Map.entry(row.getString(1), row.getString(2)))
                .forEach(one -> kinds.computeIfAbsent(one.getKey(), round -> new TreeSet<>())
                        .add(one.getValue()));
        return kinds;
    }

    /** Name to SHA-256 of those pictures that are there. */
    static Map<String, String> pictures(Handle handle, SiteId site, List<String> names) {
        Map<String, String> hashes = new TreeMap<>();
        if (!names.isEmpty()) {
            handle.createQuery(
                            "select id, encode(sha256(bytes), 'hex') from patrol_photo where site = :site and id = any(:names)")
                    .bind("site", site.value())
                    .bindArray("names", String.class, names.toArray())
                    .map((row, context) -> Map.entry(row.getString(1), row.getString(2)))
                    .forEach(one -> hashes.put(one.getKey(), one.getValue()));
        }
        return hashes;
    }
}
