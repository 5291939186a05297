package io.gatehouse.fleet.enrol;

import io.gatehouse.fleet.authority.Authorities;
import io.gatehouse.fleet.enrol.Enrolled.Reason;
import io.gatehouse.fleet.store.Hashes;
import io.gatehouse.fleet.store.Keys;
import io.gatehouse.identity.CertificateAuthority;
import io.gatehouse.identity.Identity;
import io.gatehouse.identity.PeerCertificate;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.protocol.SiteId;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Claim tokens, the certificates and secrets that they are exchanged for, and taking all of that back. */
public final class Enrolments {

    /** How long a claim token may be used. */
    public static final Duration TOKEN_VALID = Duration.ofMinutes(15);

    private static final int TOKEN_BYTES = 20;
    private static final int SECRET_BYTES = 32;

    private final Jdbi jdbi;
    private final Keys keys;
    private final Authorities authorities;
    private final Surroundings surroundings;

    public Enrolments(Jdbi jdbi, Keys keys, Authorities authorities, Surroundings surroundings) {
        this.jdbi = jdbi;
        this.keys = keys;
        this.authorities = authorities;
        this.surroundings = surroundings;
    }

    /** Who certifies, and who is believed. */
    public Authorities authorities() {
        return authorities;
    }

    /** A token for the holder; those before it stop working. Nothing when there is no such device or gateway. */
    public Optional<ClaimToken> offer(Holder holder, String by) {
        return jdbi.inTransaction(handle -> generation(handle, holder).map(known -> offer(handle, holder, by)));
    }

    ClaimToken offer(Handle handle, Holder holder, String by) {
        Instant now = surroundings.clock().instant();
        String secret = ClaimToken.PREFIX + Surroundings.hex(surroundings.random(), TOKEN_BYTES);
        forget(handle, holder);
        handle.execute(
                "insert into enrolment (token_hash, kind, site, name, created_by, created, expires)"
                        + " values (?, ?, ?, ?, ?, ?, ?)",
                Hashes.sha256(secret),
                holder.kind().name(),
                holder.site().value(),
                holder.name(),
                by,
                at(now),
                at(now.plus(TOKEN_VALID)));
        // by what the listeners show: the holder knows the fleet by it
        return new ClaimToken(secret + "." + authorities.serving().fingerprint(), now.plus(TOKEN_VALID));
    }

    /** Exchanges a token for a certificate of the key. Of many who come with one token one is certified. */
    public Enrolled enrol(String token, PublicKey key) {
        return jdbi.inTransaction(handle -> {
            Spent spent = spend(handle, token, List.of(Identity.Kind.values()));
            Holder holder = spent.holder;
            return holder == null ? new Enrolled.Refused(spent.reason) : certify(handle, holder, key);
        });
    }

    /** Exchanges a token for a device's new secret. */
    public Enrolled drawSecret(String token) {
        return jdbi.inTransaction(handle -> {
            Spent spent = spend(handle, token, List.of(Identity.Kind.DEVICE));
            Holder holder = spent.holder;
            if (holder == null) {
                return new Enrolled.Refused(spent.reason);
            }
            return newSecret(handle, holder)
                    .<Enrolled>map(secret -> new Enrolled.Secret(holder, secret))
                    .orElseGet(() -> new Enrolled.Refused(Reason.GONE));
        });
    }

    /** A certificate for a key of whoever has shown that they hold the identity, whose own certificate still counts. */
    public Enrolled renew(PeerCertificate shown, PublicKey key) {
        return authorities.believes(shown.authority())
                ? renew(shown.identity(), key)
                : new Enrolled.Refused(Reason.RETIRED);
    }

    Enrolled renew(Identity identity, PublicKey key) {
        return jdbi.inTransaction(handle -> {
            Holder holder = Holder.of(identity);
            Optional<Integer> now = generation(handle, holder);
            if (now.isEmpty()) {
                return new Enrolled.Refused(Reason.GONE);
            }
            return counts(identity, now.get()) ? certify(handle, holder, key) : new Enrolled.Refused(Reason.REVOKED);
        });
    }

    /** Whether the certificate still counts: its holder's, and its authority's. */
    public boolean admits(PeerCertificate shown) {
        return authorities.believes(shown.authority()) && admits(shown.identity());
    }

    /** Whether certificates of the identity still count. */
    public boolean admits(Identity identity) {
        Holder holder = Holder.of(identity);
        return jdbi.withHandle(handle -> generation(handle, holder, ""))
                .filter(now -> counts(identity, now))
                .isPresent();
    }

    private static boolean counts(Identity identity, int generation) {
        return generation > 0 && identity.generation() >= generation;
    }

    /**
     * Takes back everything that proves the holder: certificates of before, its secret, tokens that wait. Says whether
     * there is such a holder.
     */
    public boolean revoke(Holder holder) {
        return jdbi.inTransaction(handle -> revoke(handle, holder));
    }

    boolean revoke(Handle handle, Holder holder) {
        if (generation(handle, holder).isEmpty()) {
            return false;
        }
        handle.createUpdate("update " + holder.table()
                        + " set generation = generation + 1 where site = :site and id = :name and generation > 0")
                .bind("site", holder.site().value())
                .bind("name", holder.name())
                .execute();
        forget(handle, holder);
        if (holder.kind() == Identity.Kind.DEVICE) {
            newSecret(handle, holder);
        } else {
            // the hash of nothing that anybody knows
            handle.execute(
                    "update gateway set secret_hash = ? where id = ?",
                    Hashes.sha256(Surroundings.hex(surroundings.random(), SECRET_BYTES)),
                    holder.name());
        }
        return true;
    }

    private static void forget(Handle handle, Holder holder) {
        handle.execute(
                "delete from enrolment where site = ? and kind = ? and name = ? and used is null",
                holder.site().value(),
                holder.kind().name(),
                holder.name());
    }

    private Enrolled certify(Handle handle, Holder holder, PublicKey key) {
        Optional<Integer> found = generation(handle, holder);
        if (found.isEmpty()) {
            return new Enrolled.Refused(Reason.GONE);
        }
        int generation = Math.max(1, found.get());
        Identity identity = holder.at(generation);
        CertificateAuthority authority = holder.kind() == Identity.Kind.DEVICE
                ? authorities.forDevicesOf(handle, holder.site())
                : authorities.issuing();
        X509Certificate issued = authority.certify(identity, key);
        boolean first = handle.createUpdate("update " + holder.table()
                                + " set generation = 1 where site = :site and id = :name and" + " generation = 0")
                        .bind("site", holder.site().value())
                        .bind("name", holder.name())
                        .execute()
                > 0;
        handle.execute(
                "insert into certificate (serial, kind, site, name, generation, key_sha256, issued, ends, authority)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                CertificateAuthority.serial(issued),
                holder.kind().name(),
                holder.site().value(),
                holder.name(),
                generation,
                Hashes.sha256(key.getEncoded()),
                at(surroundings.clock().instant()),
                at(issued.getNotAfter().toInstant()),
                authority.fingerprint());
        return new Enrolled.Certified(identity, issued, first);
    }

    private Optional<String> newSecret(Handle handle, Holder holder) {
        String secret = Surroundings.hex(surroundings.random(), SECRET_BYTES);
        int changed = handle.execute(
                "update device set secret_sealed = ? where site = ? and id = ?",
                keys.seal(secret),
                holder.site().value(),
                holder.name());
        return changed == 0 ? Optional.empty() : Optional.of(secret);
    }

    private static Optional<Integer> generation(Handle handle, Holder holder) {
        return generation(handle, holder, " for update");
    }

    private static Optional<Integer> generation(Handle handle, Holder holder, String locking) {
        return handle.createQuery(
                        "select generation from " + holder.table() + " where site = :site and id = :name" + locking)
                .bind("site", holder.site().value())
                .bind("name", holder.name())
                .mapTo(Integer.class)
                .findOne();
    }

    /** @param holder nothing when the token could not be spent, for that reason */
    private record Spent(@Nullable Holder holder, Reason reason) {}

    /** The row is changed by one transaction only: whoever comes second sees that it was used. */
    private Spent spend(Handle handle, String token, List<Identity.Kind> kinds) {
        String hash = Hashes.sha256(ClaimToken.secretOf(token));
        OffsetDateTime now = at(surroundings.clock().instant());
        Optional<Holder> holder = handle.createQuery("""
                        update enrolment set used = :now where token_hash = :hash and used is null and expires > :now
                            and kind = any(:kinds) returning kind, site, name
                        """)
                .bindArray("kinds", String.class, kinds.stream().map(Enum::name).toArray())
                .bind("now", now)
                .bind("hash", hash)
                .map((row, context) -> holder(row))
                .findOne();
        return holder.map(found -> new Spent(found, Reason.USED))
                .orElseGet(() -> new Spent(null, why(handle, hash, now)));
    }

    private static Reason why(Handle handle, String hash, OffsetDateTime now) {
        return handle.createQuery("""
                        select case when used is not null then 'USED' when expires <= :now then 'EXPIRED'
                            else 'NOT_A_DEVICE' end from enrolment where token_hash = :hash
                        """)
                .bind("hash", hash)
                .bind("now", now)
                .mapTo(String.class)
                .findOne()
                .map(Reason::valueOf)
                .orElse(Reason.UNKNOWN);
    }

    private static Holder holder(ResultSet row) throws SQLException {
        return new Holder(
                Identity.Kind.valueOf(row.getString("kind")), new SiteId(row.getString("site")), row.getString("name"));
    }

    private static OffsetDateTime at(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
