package io.gatehouse.fleet.registry;

import io.gatehouse.launch.Surroundings;
import io.gatehouse.protocol.SiteId;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Erases what is known of a person (docs/decisions/0007): name and credentials go, a pseudonym stays, every kept site book
 * and delta that may hold the name is emptied, and what opened for them is revoked. The evidence names people by their id
 * only and stays as it was signed.
 */
public final class Erasures {

    private static final int PSEUDONYM_BYTES = 6;

    private final Jdbi jdbi;
    private final Surroundings surroundings;

    public Erasures(Jdbi jdbi, Surroundings surroundings) {
        this.jdbi = jdbi;
        this.surroundings = surroundings;
    }

    /**
     * What came of it.
     *
     * @param pseudonym under which the person is shown from now on
     * @param revocation the number by which gateways confirm it
     * @param credentials how many were theirs
     */
    public record Erased(String pseudonym, long revocation, int credentials) {}

    /** Erases the person; nothing when there is none. The next site book of the site is a whole one. */
    public Optional<Erased> erase(SiteId site, String person, String reason) {
        String pseudonym = "erased-" + Surroundings.hex(surroundings.random(), PSEUDONYM_BYTES);
        Optional<Erased> erased = jdbi.inTransaction(handle -> erase(handle, site.value(), person, pseudonym));
        erased.ifPresent(done -> {
            jdbi.useTransaction(handle -> note(handle, site.value(), person, done, reason));
            // the old rows are still in the tables' files until then
            jdbi.useHandle(handle -> handle.execute("vacuum person, credential, site_book, audit"));
        });
        return erased;
    }

    private static Optional<Erased> erase(Handle handle, String site, String person, String pseudonym) {
        boolean there = handle.createQuery("select erase_person(?, ?, ?)")
                .bind(0, site)
                .bind(1, person)
                .bind(2, pseudonym)
                .mapTo(Boolean.class)
                .one();
        // the audit keeps that something was changed, and by whom; its chain holds without the values
        int forgotten = handle.execute("""
                update audit set was_is = null, salt = null where site = ? and was_is is not null
                    and (target = 'person ' || ? || ' at site ' || site or was_is like ?)
                """, site, person, "%\"person\":\"" + person + "\"%");
        if (!there) {
            return forgotten == 0 ? Optional.empty() : Optional.of(new Erased(pseudonym, revoked(handle, site), 0));
        }
        int credentials = handle.execute("delete from credential where site = ? and person = ?", site, person);
        handle.execute("select revoke(?, '{}', 'DISABLED', ?)", site, person);
        // no digest fits: whichever node compiles next makes a whole book, and gateways drop what was before
        handle.execute("""
                update site_book set signed = null, delta = null, content = ''
                where gateway in (select id from gateway where site = ?)
                """, site);
        return Optional.of(new Erased(pseudonym, revoked(handle, site), credentials));
    }

    private static long revoked(Handle handle, String site) {
        return handle.createQuery("select revocation_seq from site where id = ?")
                .bind(0, site)
                .mapTo(Long.class)
                .one();
    }

    private void note(Handle handle, String site, String person, Erased done, String reason) {
        handle.execute(
                """
                insert into erasure (site, person, pseudonym, revocation, reason, at) values (?, ?, ?, ?, ?, ?)
                on conflict (site, person) do update set pseudonym = excluded.pseudonym,
                    revocation = excluded.revocation, reason = excluded.reason, at = excluded.at
                """,
                site,
                person,
                done.pseudonym,
                done.revocation,
                reason,
                OffsetDateTime.ofInstant(surroundings.clock().instant(), ZoneOffset.UTC));
    }
}
