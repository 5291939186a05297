package io.gatehouse.fleet.sitebook;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.store.Keys;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.sitebook.Revocation;
import io.gatehouse.protocol.sitebook.SignedRevocation;
import io.gatehouse.protocol.sitebook.SiteBook.CredentialState;
import io.gatehouse.protocol.uplink.SiteBookState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * What was revoked, which gateways act by it and which have not said so. Revocations are made by the database itself, in
 * the transaction that takes a right away (migration 9).
 */
public final class Revocations {

    /** A gateway that was silent for longer gets them when it says hello. */
    private static final Duration THERE = Duration.ofSeconds(20);

    /** Gateways that owe a confirmation: they have a book, it has the revocation not worked in, and they did not say. */
    private static final String OPEN = """
            from revocation r join gateway g on g.site = r.site and r.seq > coalesce(g.revoked_up_to, 0)
            left join revocation_receipt c on c.gateway = g.id and c.site = r.site and c.seq = r.seq
            where c.seq is null and coalesce(g.site_book_version, 0) > 0
            """;

    private final Jdbi jdbi;
    private final Keys keys;
    private final Clock clock;

    public Revocations(Jdbi jdbi, Keys keys, Clock clock) {
        this.jdbi = jdbi;
        this.keys = keys;
        this.clock = clock;
    }

    /** One that a gateway has not confirmed. */
    public record Pending(GatewayId gateway, long seq, SignedRevocation revocation) {}

    /** Another number than before when anything was revoked since; cheap. */
    public long mark() {
        return jdbi.withHandle(handle -> handle.createQuery("select coalesce(sum(revocation_seq), 0) from site")
                .mapTo(Long.class)
                .one());
    }

    /** What gateways that are there have not confirmed, oldest first. */
    public List<Pending> pending() {
        return jdbi.withHandle(handle -> handle.createQuery("select r.*, g.id as gateway " + OPEN
                        + " and g.last_heard > ? order by r.site, r.seq limit 5000")
                .bind(0, OffsetDateTime.ofInstant(clock.instant().minus(THERE), ZoneOffset.UTC))
                .map((row, context) -> pending(row))
                .list());
    }

    /** What the gateway has not confirmed, oldest first. */
    public List<SignedRevocation> pendingOf(GatewayId gateway) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select r.*, g.id as gateway " + OPEN + " and g.id = ? order by r.seq limit 5000")
                .bind(0, gateway.value())
                .map((row, context) -> pending(row).revocation)
                .list());
    }

    private Pending pending(ResultSet row) throws SQLException {
        long seq = row.getLong("seq");
        Revocation revocation = new Revocation(
                new SiteId(row.getString("site")),
                seq,
                row.getTimestamp("issued_at").getTime(),
                List.of((String[]) row.getArray("credentials").getArray()),
                state(row.getString("state")),
                row.getString("person"));
        return new Pending(
                new GatewayId(row.getString("gateway")), seq, SignedRevocation.sign(revocation, keys.signing()));
    }

    private static CredentialState state(String name) {
        return Arrays.stream(CredentialState.values())
                .filter(one -> one != CredentialState.ENABLED && one.name().equals(name))
                .findFirst()
                .orElse(CredentialState.DISABLED);
    }

    /** Notes how a gateway stands with its book and which revocations it acts by. */
    public void told(SiteBookState state) {
        OffsetDateTime now = OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
        SiteBookState.Refused refused = state.refused();
        jdbi.useTransaction(handle -> {
            handle.createUpdate("""
                            update gateway set site_book_version = :inForce, book_confirmed = :confirmed,
                                book_refused = :refused, book_refused_reason = :reason, book_refused_at = :refusedAt,
                                revoked_up_to = :upTo, book_told = :now where id = :gateway
                            """)
                    .bind("inForce", state.inForce())
                    .bind("confirmed", state.confirmed())
                    .bind("refused", refused == null ? null : refused.version())
                    .bind("reason", refused == null ? null : refused.reason())
                    .bind(
                            "refusedAt",
                            refused == null
                                    ? null
                                    : OffsetDateTime.ofInstant(Instant.ofEpochMilli(refused.at()), ZoneOffset.UTC))
                    .bind("upTo", state.revokedUpTo())
                    .bind("now", now)
                    .bind("gateway", state.gateway().value())
                    .execute();
            receipts(handle, state, now);
        });
    }

    /** The state is the whole truth: what a gateway no longer keeps, and its book has not worked in, is open again. */
    private static void receipts(Handle handle, SiteBookState state, OffsetDateTime now) {
        Object[] kept = state.revocations().toArray();
        handle.createUpdate("delete from revocation_receipt where gateway = :gateway and seq <> all(:seqs)")
                .bind("gateway", state.gateway().value())
                .bindArray("seqs", Long.class, kept)
                .execute();
        if (kept.length > 0) {
            handle.createUpdate("""
                            insert into revocation_receipt (gateway, site, seq, at)
                            select g.id, r.site, r.seq, :now from gateway g join revocation r on r.site = g.site
                            where g.id = :gateway and r.seq = any(:seqs) on conflict do nothing
                            """)
                    .bind("now", now)
                    .bind("gateway", state.gateway().value())
                    .bindArray("seqs", Long.class, kept)
                    .execute();
        }
    }

    /**
     * The newest ones of a site: what, since when, confirmed by how many of how many gateways, and who is missing.
     *
     * @param person only what concerns this person or a credential of theirs, or nothing
     * @param credential only what concerns this one, or nothing
     */
    public List<ObjectNode> list(SiteId site, @Nullable String person, @Nullable String credential) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select r.*, (select count(*) from gateway g
                                where g.site = r.site and coalesce(g.site_book_version, 0) > 0) as concerned,
                            array(select g.id from gateway g
                                left join revocation_receipt c on c.gateway = g.id and c.site = r.site and c.seq = r.seq
                                where g.site = r.site and coalesce(g.site_book_version, 0) > 0 and c.seq is null
                                    and r.seq > coalesce(g.revoked_up_to, 0) order by g.id) as waiting
                        from revocation r where r.site = :site
                            and (:person::text is null or r.person = :person or r.credentials && array(
                                select ref from credential where site = :site and person = :person))
                            and (:credential::text is null or :credential = any(r.credentials)
                                or r.person = (select person from credential where site = :site and ref = :credential))
                        order by r.seq desc limit 200
                        """)
                .bind("site", site.value())
                .bind("person", person)
                .bind("credential", credential)
                .map((row, context) -> json(row))
                .list());
    }

    private static ObjectNode json(ResultSet row) throws SQLException {
        String[] waiting = (String[]) row.getArray("waiting").getArray();
        String since = row.getTimestamp("issued_at").toInstant().toString();
        ObjectNode json = Json.object()
                .put("seq", row.getLong("seq"))
                .put("issuedAt", since)
                .put("state", row.getString("state"))
                .put("confirmed", row.getLong("concerned") - waiting.length)
                .put("of", row.getLong("concerned"));
        Optional.ofNullable(row.getString("person")).ifPresent(who -> json.put("person", who));
        ArrayNode refs = json.putArray("credentials");
        Arrays.stream((String[]) row.getArray("credentials").getArray()).forEach(refs::add);
        ArrayNode missing = json.putArray("waiting");
        Arrays.stream(waiting).forEach(missing::add);
        if (waiting.length > 0) {
            json.put("openSince", since);
        }
        return json;
    }
}
