package io.gatehouse.fleet.patrol;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.patrol.judge.RoundOrder;
import io.gatehouse.patrol.judge.RoundState;
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
        int fresh = handle.execute(
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
        return fresh > 0 ? Signed.DONE : Signed.ALREADY;
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

    /** Those under a round, without what was signed; {@code current} when nothing has changed since. */
    static ArrayNode under(Handle handle, SiteId site, String round, String hash) {
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
                        .put("current", row.getString("hash").equals(hash)))
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
