package io.gatehouse.fleet.account;

import io.gatehouse.fleet.store.Hashes;
import io.gatehouse.launch.Surroundings;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** API tokens; of their secrets only hashes are kept. */
public final class Tokens {

    public static final String PREFIX = "ghp_";

    private static final String SELECT = "select id, account, name, role, created, expires, last_used from api_token";
    /** The time of the last use is kept to the minute: it must not cost a write for each request. */
    private static final int USE_SECONDS = 60;

    private final Jdbi jdbi;
    private final Surroundings surroundings;

    public Tokens(Jdbi jdbi, Surroundings surroundings) {
        this.jdbi = jdbi;
        this.surroundings = surroundings;
    }

    public ApiToken.Made create(String account, String name, String role, @Nullable Instant expiresAt) {
        String secret = PREFIX + Surroundings.hex(surroundings.random(), 24);
        Instant now = surroundings.clock().instant();
        ApiToken token = new ApiToken(surroundings.ids().next(), account, name, role, now, expiresAt, null);
        jdbi.useHandle(handle -> handle.execute(
                """
                insert into api_token (id, account, name, role, token_hash, created, expires)
                values (?, ?, ?, ?, ?, ?, ?)
                """,
                token.id(),
                account,
                name,
                role,
                Hashes.sha256(secret),
                at(now),
                expiresAt == null ? null : at(expiresAt)));
        return new ApiToken.Made(token, secret);
    }

    /** The token of a secret that has not expired; notes its use. */
    public Optional<ApiToken> find(String secret) {
        OffsetDateTime now = at(surroundings.clock().instant());
        Optional<ApiToken> found = jdbi.withHandle(handle -> handle.createQuery(
                        SELECT + " where token_hash = :hash and (expires is null or expires > :now)")
                .bind("hash", Hashes.sha256(secret))
                .bind("now", now)
                .map((row, context) -> token(row))
                .findOne());
        found.ifPresent(token -> jdbi.useHandle(handle -> handle.execute(
                "update api_token set last_used = ? where id = ? and (last_used is null or last_used < ?)",
                now,
                token.id(),
                now.minusSeconds(USE_SECONDS))));
        return found;
    }

    public List<ApiToken> of(String account) {
        return jdbi.withHandle(handle -> handle.createQuery(SELECT + " where account = :account order by created")
                .bind("account", account)
                .map((row, context) -> token(row))
                .list());
    }

    /** Says false when the account has no such token. */
    public boolean delete(String account, String id) {
        return jdbi.withHandle(
                        handle -> handle.execute("delete from api_token where id = ? and account = ?", id, account))
                == 1;
    }

    private static ApiToken token(ResultSet row) throws SQLException {
        Instant created = instant(row, "created");
        return new ApiToken(
                row.getString("id"),
                row.getString("account"),
                row.getString("name"),
                row.getString("role"),
                created == null ? Instant.EPOCH : created,
                instant(row, "expires"),
                instant(row, "last_used"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static OffsetDateTime at(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
