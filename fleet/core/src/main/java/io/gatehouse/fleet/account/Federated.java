package io.gatehouse.fleet.account;

import io.gatehouse.launch.Surroundings;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** People whom an identity provider vouches for. Their roles are what the provider says, anew at each sign-in. */
public final class Federated {

    private final Jdbi jdbi;
    private final Surroundings surroundings;

    public Federated(Jdbi jdbi, Surroundings surroundings) {
        this.jdbi = jdbi;
        this.surroundings = surroundings;
    }

    /**
     * Whom the provider vouches for.
     *
     * @param subject never given to anybody else; what accounts are known again by
     * @param name the account's name, should there be none yet
     * @param shown how people are called, or nothing
     * @param grants at least one
     */
    public record Person(
            String issuer,
            String subject,
            String name,
            @Nullable String shown,
            List<Grant> grants) {

        public Person {
            grants = List.copyOf(grants);
        }
    }

    /** What came of it. */
    public sealed interface Result {

        record Welcome(Account account) implements Result {}

        record Disabled(String name) implements Result {}

        /** An account of that name has a password here, or is somebody else's: a provider cannot take it over. */
        record NameTaken(String name) implements Result {}
    }

    /** Finds the account, makes it, or takes one that an admin made for somebody who signs in elsewhere. */
    public Result welcome(Person person) {
        Instant now = surroundings.clock().instant();
        return jdbi.inTransaction(handle -> {
            Optional<String> known = handle.createQuery(
                            "select name from account where issuer = :issuer and subject = :subject")
                    .bind("issuer", person.issuer())
                    .bind("subject", person.subject())
                    .mapTo(String.class)
                    .findOne();
            if (known.isEmpty() && !take(handle, person, now)) {
                return new Result.NameTaken(person.name());
            }
            String name = known.orElse(person.name());
            boolean disabled = handle.createQuery("select disabled is not null from account where name = ?")
                    .bind(0, name)
                    .mapTo(Boolean.class)
                    .one();
            if (disabled) {
                return new Result.Disabled(name);
            }
            Grants.replace(handle, name, person.grants(), surroundings.ids(), new Grants.By("identity provider", now));
            return new Result.Welcome(new Account(name, Grants.holding(handle, name, now), false, false));
        });
    }

    private static boolean take(Handle handle, Person person, Instant now) {
        return handle.execute("""
                        insert into account as a (name, shown, password, must_change, created, issuer, subject)
                        values (?, ?, null, false, ?, ?, ?)
                        on conflict (name) do update set issuer = excluded.issuer, subject = excluded.subject
                            where a.password is null and a.subject is null
                        """, person.name(), person.shown(), Grants.at(now), person.issuer(), person.subject())
                == 1;
    }
}
