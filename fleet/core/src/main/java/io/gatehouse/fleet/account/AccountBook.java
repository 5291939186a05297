package io.gatehouse.fleet.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.launch.Surroundings;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Who has an account, and what an administrator does about it. An account is never deleted: what it did keeps its name. */
public final class AccountBook {

    /** A one-time password that somebody else has seen works no longer than this. */
    private static final Duration ONE_TIME = Duration.ofHours(24);

    private final Jdbi jdbi;
    private final Surroundings surroundings;
    private final Accounts accounts;

    public AccountBook(Jdbi jdbi, Surroundings surroundings, Accounts accounts) {
        this.jdbi = jdbi;
        this.surroundings = surroundings;
        this.accounts = accounts;
    }

    /**
     * What an account shall be.
     *
     * @param shown how people are called, or nothing
     * @param elsewhere whether somebody signs in at the identity provider only, without a password here
     */
    public record Wish(@Nullable String shown, boolean disabled, boolean elsewhere, List<Grant> grants) {

        public Wish {
            grants = List.copyOf(grants);
        }
    }

    /** What came of a wish. */
    public sealed interface Kept {

        /** A new account; with the password for one time, unless it signs in elsewhere. */
        record Made(@Nullable String password) implements Kept {
            @Override
            public String toString() {
                return "made";
            }
        }

        record Changed() implements Kept {}

        /** Nobody would be left who may give anybody rights. */
        record LastAdmin() implements Kept {}

        record NoSite(String site) implements Kept {}
    }

    /** As REST shows them. */
    public List<ObjectNode> list() {
        Instant now = now();
        return jdbi.withHandle(handle -> handle.createQuery(SELECT + " order by a.name")
                .map((row, context) -> json(handle, row, now))
                .list());
    }

    public Optional<ObjectNode> find(String name) {
        Instant now = now();
        return jdbi.withHandle(handle -> handle.createQuery(SELECT + " where a.name = :name")
                .bind("name", name)
                .map((row, context) -> json(handle, row, now))
                .findOne());
    }

    /** Makes or changes an account. One that is disabled is signed out at once. */
    public Kept put(String name, Wish wish, String by) {
        Instant now = now();
        String password = accounts.newPassword();
        String hash = wish.elsewhere() ? null : Passwords.hash(password);
        return jdbi.inTransaction(handle -> {
            lock(handle);
            Optional<String> unknown = unknownSite(handle, wish.grants());
            if (unknown.isPresent()) {
                return new Kept.NoSite(unknown.get());
            }
            boolean made = insert(handle, name, hash, now);
            update(handle, name, wish, now);
            Grants.replace(handle, name, wish.grants(), surroundings.ids(), new Grants.By(by, now));
            if (!hasAdmin(handle)) {
                handle.rollback();
                return new Kept.LastAdmin();
            }
            return made ? new Kept.Made(hash == null ? null : password) : new Kept.Changed();
        });
    }

    private static boolean insert(Handle handle, String name, @Nullable String hash, Instant now) {
        return handle.execute(
                        """
                        insert into account (name, password, must_change, created, one_time_ends)
                        values (?, ?, ?, ?, ?) on conflict (name) do nothing
                        """,
                        name,
                        hash,
                        hash != null,
                        Grants.at(now),
                        hash == null ? null : Grants.at(now.plus(ONE_TIME)))
                == 1;
    }

    private static void update(Handle handle, String name, Wish wish, Instant now) {
        handle.execute("""
                update account set shown = ?, disabled = case when ? then coalesce(disabled, ?) end,
                    password = case when ? then null else password end where name = ?
                """, wish.shown(), wish.disabled(), Grants.at(now), wish.elsewhere(), name);
        if (wish.disabled()) {
            signOut(handle, name);
        }
    }

    /**
     * A new password for one time, good for a day; every session and every passkey ends: somebody else may have added one.
     * Nothing when there is no such account.
     */
    public Optional<String> resetPassword(String name) {
        String password = accounts.newPassword();
        String hash = Passwords.hash(password);
        return jdbi.inTransaction(handle -> {
            int rows = handle.execute(
                    "update account set password = ?, must_change = true, one_time_ends = ? where name = ?",
                    hash,
                    Grants.at(now().plus(ONE_TIME)),
                    name);
            handle.execute("delete from sign_in_fault where name = ?", name);
            handle.execute("delete from passkey where account = ?", name);
            signOut(handle, name);
            return rows == 1 ? Optional.of(password) : Optional.empty();
        });
    }

    /** Ends every session of the account; says how many there were. Tokens stay. */
    public int signOutEverywhere(String name) {
        return jdbi.inTransaction(handle -> signOut(handle, name));
    }

    /** Lets somebody try again who was locked out. */
    public void unlock(String name) {
        jdbi.useHandle(handle -> handle.execute("delete from sign_in_fault where name = ?", name));
    }

    private static int signOut(Handle handle, String name) {
        return handle.execute("delete from session where account = ?", name);
    }

    /** One change of who may do what at a time, or two at once could take away the last two admins. */
    private static void lock(Handle handle) {
        handle.execute("lock table account_grant in share row exclusive mode");
    }

    private static boolean hasAdmin(Handle handle) {
        return handle.createQuery("""
                        select exists (select from account a join account_grant g on g.account = a.name
                            where a.disabled is null and g.role = 'admin' and g.site is null
                                and g.starts is null and g.ends is null)
                        """).mapTo(Boolean.class).one();
    }

    private static Optional<String> unknownSite(Handle handle, List<Grant> grants) {
        Set<String> known =
                handle.createQuery("select id from site").mapTo(String.class).set();
        return grants.stream()
                .map(Grant::site)
                .filter(Objects::nonNull)
                .filter(site -> !known.contains(site))
                .findFirst();
    }

    private static final String SELECT = """
            select a.*, f.failures, f.last as failed, f.last_from as failed_from, f.locked_until,
                (select count(*) from session s where s.account = a.name and s.expires > now()) as sessions,
                (select count(*) from api_token t where t.account = a.name) as tokens,
                (select count(*) from passkey p where p.account = a.name) as passkeys
            from account a left join sign_in_fault f on f.name = a.name
            """;

    private static ObjectNode json(Handle handle, ResultSet row, Instant now) throws SQLException {
        String name = row.getString("name");
        ObjectNode json = Json.object().put("name", name);
        Optional.ofNullable(row.getString("shown")).ifPresent(shown -> json.put("shown", shown));
        json.put("disabled", row.getObject("disabled") != null)
                .put("mustChangePassword", row.getBoolean("must_change"))
                .put("elsewhere", row.getString("password") == null)
                .put("secondFactor", row.getObject("totp_since") != null)
                .put("sessions", row.getLong("sessions"))
                .put("tokens", row.getLong("tokens"))
                .put("passkeys", row.getLong("passkeys"))
                .put("failures", row.getInt("failures"));
        time(json, "createdAt", Grants.instant(row, "created"));
        time(json, "signedInAt", Grants.instant(row, "signed_in"));
        Optional.ofNullable(row.getString("signed_in_from")).ifPresent(from -> json.put("signedInFrom", from));
        time(json, "failedAt", Grants.instant(row, "failed"));
        Optional.ofNullable(row.getString("failed_from")).ifPresent(from -> json.put("failedFrom", from));
        Instant locked = Grants.instant(row, "locked_until");
        time(json, "lockedUntil", locked != null && locked.isAfter(now) ? locked : null);
        json.set("grants", Grants.json(Grants.of(handle, name), now));
        return json;
    }

    private static void time(ObjectNode json, String name, @Nullable Instant at) {
        if (at != null) {
            json.put(name, Json.time(at));
        }
    }

    private Instant now() {
        return surroundings.clock().instant();
    }
}
