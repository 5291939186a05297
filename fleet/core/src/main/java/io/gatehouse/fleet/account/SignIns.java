package io.gatehouse.fleet.account;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Signing in with a password, and a code when the account has a second factor. Wrong ones are counted by the name that was
 * typed, whether or not there is such an account, so that nothing tells which names there are: neither the words, nor the
 * time, nor the lock. Costs time on purpose; for a bounded worker.
 */
public final class SignIns {

    /** So many in a row, and nobody signs in with that name for a while; who is signed in already stays so. */
    static final int MOST_IN_A_ROW = 10;

    static final Duration LOCK = Duration.ofMinutes(15);
    private static final Duration FORGOTTEN = Duration.ofHours(24);

    private final Jdbi jdbi;
    private final Clock clock;
    private final Accounts accounts;
    private final SecondFactors secondFactors;

    public SignIns(Jdbi jdbi, Clock clock, Accounts accounts, SecondFactors secondFactors) {
        this.jdbi = jdbi;
        this.clock = clock;
        this.accounts = accounts;
        this.secondFactors = secondFactors;
    }

    /**
     * What somebody typed.
     *
     * @param code of the second factor, or nothing
     * @param address from where
     */
    public record Attempt(
            String name, String password, @Nullable String code, String address) {
        @Override
        public String toString() {
            return "attempt from " + address;
        }
    }

    /** What came of it. */
    public sealed interface Result {

        /** @param how {@code password}, or {@code totp} when a second factor was asked for */
        record Welcome(Account account, String how) implements Result {}

        /** Whatever is not right is not told. */
        record Wrong(int failures) implements Result {}

        /** The password was right; the second factor is asked for. */
        record CodeNeeded() implements Result {}

        /** @param seconds until the next try; @param justNow whether it was this try that locked */
        record Locked(long seconds, boolean justNow) implements Result {}
    }

    public Result attempt(Attempt attempt) {
        String name = Accounts.nameOf(attempt.name());
        Instant now = clock.instant();
        Optional<Result.Locked> locked = lockOf(name);
        if (locked.isPresent()) {
            return locked.get();
        }
        Optional<Account> right = accounts.check(name, attempt.password());
        if (right.isEmpty()) {
            return fault(name, attempt.address(), now);
        }
        boolean second = right.get().secondFactor();
        if (second && attempt.code() == null) {
            return new Result.CodeNeeded();
        }
        if (second && !secondFactors.check(name, String.valueOf(attempt.code()))) {
            return fault(name, attempt.address(), now);
        }
        welcome(name, attempt.address());
        return new Result.Welcome(right.get(), second ? "totp" : "password");
    }

    /** The lock that a name is under now. */
    public Optional<Result.Locked> lockOf(String name) {
        Instant now = clock.instant();
        return lockedUntil(name)
                .filter(until -> until.isAfter(now))
                .map(until -> new Result.Locked(1 + Duration.between(now, until).toSeconds(), false));
    }

    /** Counts a wrong try in another way than by password: {@link Result.Wrong}, or what locked the name. */
    public Result wrong(String name, String address) {
        return fault(name, address, clock.instant());
    }

    /** Notes that somebody came in, by whatever way. */
    public void welcome(String name, String address) {
        jdbi.useTransaction(handle -> {
            handle.execute("delete from sign_in_fault where name = ?", name);
            handle.execute(
                    "update account set signed_in = ?, signed_in_from = ? where name = ?",
                    Grants.at(clock.instant()),
                    address,
                    name);
        });
    }

    private Optional<Instant> lockedUntil(String name) {
        return jdbi.withHandle(handle -> handle.createQuery("select locked_until from sign_in_fault where name = :name")
                .bind("name", name)
                .map((row, context) -> Optional.ofNullable(Grants.instant(row, "locked_until")))
                .findOne()
                .flatMap(until -> until));
    }

    private Result fault(String name, String address, Instant now) {
        int failures = jdbi.inTransaction(handle -> {
            handle.execute("delete from sign_in_fault where last < ?", Grants.at(now.minus(FORGOTTEN)));
            return handle.createQuery("""
                            insert into sign_in_fault as f (name, failures, last, last_from) values (:name, 1, :now, :from)
                            on conflict (name) do update set failures = f.failures + 1, last = :now, last_from = :from,
                                locked_until = case when f.failures + 1 >= :most then :until::timestamptz end
                            returning failures
                            """)
                    .bind("name", name)
                    .bind("now", Grants.at(now))
                    .bind("from", address)
                    .bind("most", MOST_IN_A_ROW)
                    .bind("until", Grants.at(now.plus(LOCK)))
                    .mapTo(Integer.class)
                    .one();
        });
        return failures >= MOST_IN_A_ROW ? new Result.Locked(LOCK.toSeconds(), true) : new Result.Wrong(failures);
    }
}
