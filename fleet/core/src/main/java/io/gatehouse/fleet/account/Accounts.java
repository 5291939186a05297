package io.gatehouse.fleet.account;

import io.gatehouse.fleet.store.Hashes;
import io.gatehouse.launch.Surroundings;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The accounts and their passwords. Checking one takes long on purpose: bound how many run at once. */
public final class Accounts {

    private static final int ONE_TIME_BYTES = 10;

    private final Jdbi jdbi;
    private final Surroundings surroundings;
    /** Checked when there is no such account, so that the time taken does not tell who has one. */
    private final String nobodysHash;

    public Accounts(Jdbi jdbi, Surroundings surroundings) {
        this.jdbi = jdbi;
        this.surroundings = surroundings;
        this.nobodysHash = Passwords.hash(Surroundings.hex(surroundings.random(), 16));
    }

    /** Makes the account {@code admin} when there is none at all; its one-time password, told this once. */
    public Optional<String> makeFirst() {
        boolean empty = jdbi.withHandle(handle -> handle.createQuery("select not exists (select 1 from account)")
                .mapTo(Boolean.class)
                .one());
        if (!empty) {
            return Optional.empty();
        }
        String password = newPassword();
        Instant now = surroundings.clock().instant();
        boolean made = jdbi.inTransaction(handle -> {
            int rows = handle.execute(
                    "insert into account (name, password, must_change, created) values ('admin', ?, true, ?)"
                            + " on conflict do nothing",
                    Passwords.hash(password),
                    OffsetDateTime.ofInstant(now, ZoneOffset.UTC));
            if (rows == 1) {
                Grants.replace(
                        handle,
                        "admin",
                        List.of(Grant.everywhere("admin")),
                        surroundings.ids(),
                        new Grants.By("first start", now));
            }
            return rows == 1;
        });
        return made ? Optional.of(password) : Optional.empty();
    }

    /** The name as accounts have it: people type it as they like. */
    public static String nameOf(String typed) {
        return typed.strip().toLowerCase(Locale.ROOT);
    }

    /** The account when the password is right and may be used; takes the same time when it is not. */
    public Optional<Account> check(String name, String password) {
        String known = nameOf(name);
        Optional<Stored> stored = jdbi.withHandle(handle -> find(handle, known));
        boolean right = Passwords.matches(
                password, stored.flatMap(one -> Optional.ofNullable(one.hash())).orElse(nobodysHash));
        // what it may do is looked up only now: whether there is such an account must not show in the time either
        return right
                ? stored.filter(one -> one.mayUsePassword(now()))
                        .map(one -> new Account(
                                known,
                                jdbi.withHandle(handle -> Grants.holding(handle, known, now())),
                                one.mustChange(),
                                one.secondFactor()))
                : Optional.empty();
    }

    /** The account when it has a password here and is not disabled: such a one may have other ways in beside it. */
    public Optional<Account> withPassword(String name) {
        return jdbi.withHandle(handle -> find(handle, name)
                .filter(one -> one.hash() != null && !one.disabled())
                .map(one ->
                        new Account(name, Grants.holding(handle, name, now()), one.mustChange(), one.secondFactor())));
    }

    /** Changes the password and ends every session of the account but one; says false when the old one is wrong. */
    public boolean changePassword(String name, String old, String fresh, String keptSession) {
        if (check(name, old).isEmpty()) {
            return false;
        }
        String hash = Passwords.hash(fresh);
        jdbi.useTransaction(handle -> {
            handle.execute(
                    "update account set password = ?, must_change = false, one_time_ends = null where name = ?",
                    hash,
                    name);
            handle.execute(
                    "delete from session where account = ? and token_hash <> ?", name, Hashes.sha256(keptSession));
        });
        return true;
    }

    /** A password for one time. */
    String newPassword() {
        return Surroundings.hex(surroundings.random(), ONE_TIME_BYTES);
    }

    private Instant now() {
        return surroundings.clock().instant();
    }

    private static Optional<Stored> find(Handle handle, String name) {
        return handle.createQuery("select * from account where name = :name")
                .bind("name", name)
                .map((row, context) -> new Stored(
                        row.getString("password"),
                        row.getObject("disabled") != null,
                        Grants.instant(row, "one_time_ends"),
                        row.getBoolean("must_change"),
                        row.getObject("totp_since") != null))
                .findOne();
    }

    private record Stored(
            @Nullable String hash,
            boolean disabled,
            @Nullable Instant oneTimeEnds,
            boolean mustChange,
            boolean secondFactor) {

        boolean mayUsePassword(Instant now) {
            return hash != null && !disabled && (oneTimeEnds == null || now.isBefore(oneTimeEnds));
        }
    }
}
