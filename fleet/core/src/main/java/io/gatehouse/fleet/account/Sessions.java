package io.gatehouse.fleet.account;

import io.gatehouse.fleet.store.Hashes;
import io.gatehouse.launch.Surroundings;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** Signed-in browsers, known to every node; of their secrets only hashes are kept. */
public final class Sessions {

    /** A working day; whoever works longer signs in again. */
    private static final Duration LIFE = Duration.ofHours(12);

    private final Jdbi jdbi;
    private final Surroundings surroundings;

    public Sessions(Jdbi jdbi, Surroundings surroundings) {
        this.jdbi = jdbi;
        this.surroundings = surroundings;
    }

    /** @param how the way in which somebody showed who they are: {@code password}, {@code totp}, {@code oidc}, {@code passkey} */
    public Session create(Account account, String address, String how) {
        Session session = new Session(
                Surroundings.hex(surroundings.random(), 32), Surroundings.hex(surroundings.random(), 16), account, how);
        OffsetDateTime now = now();
        jdbi.useHandle(handle -> {
            handle.execute("delete from session where expires < ?", now);
            handle.execute(
                    "insert into session (token_hash, account, csrf, created, expires, address, how) values (?, ?, ?, ?, ?, ?, ?)",
                    Hashes.sha256(session.secret()),
                    account.name(),
                    session.csrf(),
                    now,
                    now.plus(LIFE),
                    address,
                    how);
        });
        return session;
    }

    /** The session of a cookie, of an account that may sign in, with what it may do now. */
    public Optional<Session> find(String secret) {
        Instant now = surroundings.clock().instant();
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select a.name, a.must_change, a.totp_since is not null as second, s.csrf, s.how
                        from session s join account a on a.name = s.account
                        where s.token_hash = :hash and s.expires > :now and a.disabled is null
                        """)
                .bind("hash", Hashes.sha256(secret))
                .bind("now", now())
                .map((row, context) -> new Session(
                        secret,
                        row.getString("csrf"),
                        new Account(
                                row.getString("name"),
                                Grants.holding(handle, row.getString("name"), now),
                                row.getBoolean("must_change"),
                                row.getBoolean("second")),
                        row.getString("how")))
                .findOne());
    }

    /** Whoever has just shown a passkey here is known as well as with it. */
    public void passkeyShown(String secret) {
        jdbi.useHandle(handle -> handle.execute(
                "update session set how = ? where token_hash = ?", Session.PASSKEY, Hashes.sha256(secret)));
    }

    public void end(String secret) {
        jdbi.useHandle(handle -> handle.execute("delete from session where token_hash = ?", Hashes.sha256(secret)));
    }

    private OffsetDateTime now() {
        return OffsetDateTime.ofInstant(surroundings.clock().instant(), ZoneOffset.UTC);
    }
}
