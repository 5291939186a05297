package io.gatehouse.fleet.account;

import io.gatehouse.fleet.store.Hashes;
import io.gatehouse.launch.Surroundings;
import java.sql.Array;
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

    private static final String SELECT = """
            select t.id, t.account, t.name, t.role, t.sites, t.created, t.expires, t.last_used
            from api_token t join account a on a.name = t.account
            """;
    /** The time of the last use is kept to the minute: it must not cost a write for each request. */
    private static final int USE_SECONDS = 60;

    private final Jdbi jdbi;
    private final Surroundings surroundings;

    public Tokens(Jdbi jdbi, Surroundings surroundings) {
        this.jdbi = jdbi;
        this.surroundings = surroundings;
    }

    /**
     * What a token is for.
     *
     * @param sites the only sites, or nothing for all of the account's
     */
    public record Scope(String role, @Nullable List<String> sites) {}

    public ApiToken.Made create(String account, String name, Scope scope, @Nullable Instant expiresAt) {
        String secret = PREFIX + Surroundings.hex(surroundings.random(), 24);
        Instant now = surroundings.clock().instant();
        ApiToken token = new ApiToken(
                surroundings.ids().next(), account, name, scope.role(), scope.sites(), List.of(), now, expiresAt, null);
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into api_token (id, account, name, role, sites, token_hash, created, expires)
                        values (:id, :account, :name, :role, string_to_array(:sites, ','), :hash, :created, :expires)
                        """)
                .bind("id", token.id())
                .bind("account", account)
                .bind("name", name)
                .bind("role", scope.role())
                .bind("sites", scope.sites() == null ? null : String.join(",", scope.sites()))
                .bind("hash", Hashes.sha256(secret))
                .bind("created", Grants.at(now))
                .bind("expires", Grants.at(expiresAt))
                .execute());
        return new ApiToken.Made(token, secret);
    }

    /** The token of a secret that has not expired, of an account that may sign in; notes its use. */
    public Optional<ApiToken> find(String secret) {
        Instant at = surroundings.clock().instant();
        OffsetDateTime now = OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
        Optional<ApiToken> found = jdbi.withHandle(handle -> handle.createQuery(
                        SELECT
                                + " where t.token_hash = :hash and (t.expires is null or t.expires > :now) and a.disabled is null")
                .bind("hash", Hashes.sha256(secret))
                .bind("now", now)
                .map((row, context) -> token(row, Grants.holding(handle, row.getString("account"), at)))
                .findOne());
        found.ifPresent(token -> jdbi.useHandle(handle -> handle.execute(
                "update api_token set last_used = ? where id = ? and (last_used is null or last_used < ?)",
                now,
                token.id(),
                now.minusSeconds(USE_SECONDS))));
        return found;
    }

    public List<ApiToken> of(String account) {
        return jdbi.withHandle(handle -> handle.createQuery(SELECT + " where t.account = :account order by t.created")
                .bind("account", account)
                .map((row, context) -> token(row, List.of()))
                .list());
    }

    /** Says false when the account has no such token. */
    public boolean delete(String account, String id) {
        return jdbi.withHandle(
                        handle -> handle.execute("delete from api_token where id = ? and account = ?", id, account))
                == 1;
    }

    private static ApiToken token(ResultSet row, List<Grant> grants) throws SQLException {
        Instant created = Grants.instant(row, "created");
        Array sites = row.getArray("sites");
        return new ApiToken(
                row.getString("id"),
                row.getString("account"),
                row.getString("name"),
                row.getString("role"),
                sites == null ? null : List.of((String[]) sites.getArray()),
                grants,
                created == null ? Instant.EPOCH : created,
                Grants.instant(row, "expires"),
                Grants.instant(row, "last_used"));
    }
}
