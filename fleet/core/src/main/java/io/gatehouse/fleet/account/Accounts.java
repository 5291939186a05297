package io.gatehouse.fleet.account;

import io.gatehouse.fleet.store.Hashes;
import io.gatehouse.launch.Surroundings;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

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
        String password = Surroundings.hex(surroundings.random(), ONE_TIME_BYTES);
        int made = jdbi.withHandle(handle -> handle.execute(
                "insert into account (name, role, password, must_change, created) values ('admin', 'admin', ?, true, ?)"
                        + " on conflict do nothing",
                Passwords.hash(password),
                OffsetDateTime.ofInstant(surroundings.clock().instant(), ZoneOffset.UTC)));
        return made == 1 ? Optional.of(password) : Optional.empty();
    }

    /** The account when the password is right; takes the same time when it is not. */
    public Optional<Account> check(String name, String password) {
        Optional<Stored> stored = find(name);
        boolean right = Passwords.matches(password, stored.map(Stored::hash).orElse(nobodysHash));
        return right ? stored.map(Stored::account) : Optional.empty();
    }

    /** Changes the password and ends every session of the account but one; says false when the old one is wrong. */
    public boolean changePassword(String name, String old, String fresh, String keptSession) {
        if (check(name, old).isEmpty()) {
            return false;
        }
        String hash = Passwords.hash(fresh);
        jdbi.useTransaction(handle -> {
            handle.execute("update account set password = ?, must_change = false where name = ?", hash, name);
            handle.execute(
                    "delete from session where account = ? and token_hash <> ?", name, Hashes.sha256(keptSession));
        });
        return true;
    }

    private Optional<Stored> find(String name) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select name, role, must_change, password from account where name = :name")
                .bind("name", name)
                .map((row, context) -> new Stored(
                        new Account(row.getString("name"), row.getString("role"), row.getBoolean("must_change")),
                        row.getString("password")))
                .findOne());
    }

    private record Stored(Account account, String hash) {}
}
