package io.gatehouse.fleet.registry;

import io.gatehouse.fleet.access.Passes;
import io.gatehouse.fleet.store.Keys;
import io.gatehouse.fleet.store.PersonNames;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.protocol.SiteId;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Erases what is known of a person (docs/decisions/0007 and 0010): the keys under which their name and the site's books are
 * kept are destroyed, credentials go, a pseudonym stays, and what opened for them is revoked. The evidence names people by
 * their id only and stays as it was signed.
 */
public final class Erasures {

    private static final int PSEUDONYM_BYTES = 6;

    private final Jdbi jdbi;
    private final Keys keys;
    private final Surroundings surroundings;

    public Erasures(Jdbi jdbi, Keys keys, Surroundings surroundings) {
        this.jdbi = jdbi;
        this.keys = keys;
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

    /**
     * Erases the person, or somebody who has left; nothing when there never was one. The next site book of the site is a
     * whole one.
     */
    public Optional<Erased> erase(SiteId site, String person, String reason) {
        String pseudonym = "erased-" + Surroundings.hex(surroundings.random(), PSEUDONYM_BYTES);
        Optional<Erased> erased = jdbi.inTransaction(handle -> erase(handle, site.value(), person, pseudonym, reason));
        erased.ifPresent(done -> {
            destroyAgain(site.value(), person);
            // the old rows are still in the tables' files until then
            jdbi.useHandle(handle -> handle.execute("vacuum person, credential, pass, site_book, site, audit"));
        });
        return erased;
    }

    /** Destroys every key that an erasure named: after a restart in between, and after an old copy of the keys came back. */
    public void destroyAgain() {
        destroyAgain(null, null);
    }

    /** First the erasure is committed, then the keys go: what is not noted cannot be destroyed again. */
    private void destroyAgain(@Nullable String site, @Nullable String person) {
        keys.erasable()
                .destroy(jdbi.withHandle(handle -> handle.createQuery("""
                        select unnest(keys) from erasure
                        where (:site::text is null or site = :site) and (:person::text is null or person = :person)
                        """)
                        .bind("site", site)
                        .bind("person", person)
                        .mapTo(Long.class)
                        .list()));
    }

    private Optional<Erased> erase(Handle handle, String site, String person, String pseudonym, String reason) {
        List<Long> theirs = keysOf(handle, site, person);
        theirs.addAll(passesOf(handle, site, person, pseudonym));
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
        if (!there && theirs.isEmpty() && forgotten == 0) {
            return Optional.empty();
        }
        int credentials = handle.execute("delete from credential where site = ? and person = ?", site, person);
        handle.execute("select revoke(?, '{}', 'DISABLED', ?)", site, person);
        // no digest fits: whichever node compiles next makes a whole book, and gateways drop what was before
        handle.execute("""
                update site_book set signed = null, delta = null, content = ''
                where gateway in (select id from gateway where site = ?)
                """, site);
        List<Long> gone = new ArrayList<>(theirs);
        handle.createQuery("select book_key from site where id = ? and book_key is not null for no key update")
                .bind(0, site)
                .mapTo(Long.class)
                .forEach(gone::add);
        long number = handle.createQuery("update site set book_key = null where id = ? returning revocation_seq")
                .bind(0, site)
                .mapTo(Long.class)
                .one();
        Erased done = new Erased(pseudonym, number, credentials);
        note(handle, new Whose(site, person, reason), done, gone);
        return Optional.of(done);
    }

    /**
     * What they were given to open with is taken back and shown under the pseudonym; a visitor, who is named as in events
     * ({@code pass-...}), is known by that alone. Answers the keys of the names that stood there.
     */
    private List<Long> passesOf(Handle handle, String site, String person, String pseudonym) {
        List<Long> names = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        handle.createQuery("select id, holder from pass where site = ? and shown_as = ? for update")
                .bind(0, site)
                .bind(1, person)
                .map((row, c) -> Map.entry(row.getString(1), row.getString(2)))
                .forEach(pass -> {
                    ids.add(pass.getKey());
                    if (PersonNames.isSealed(pass.getValue())) {
                        names.add(PersonNames.keyOf(pass.getValue()));
                    }
                });
        for (String id : ids) {
            Passes.takeBack(handle, site, id, pseudonym, surroundings.clock().instant());
        }
        handle.execute(
                "update pass set holder = ? where site = ? and shown_as = ? and kind <> 'PHONE'",
                pseudonym,
                site,
                person);
        // a phone's key says whose phone it is
        handle.execute("delete from pass where site = ? and shown_as = ? and kind = 'PHONE'", site, person);
        return names;
    }

    /** The key of the name as it is, and those of rows that are gone. */
    private static List<Long> keysOf(Handle handle, String site, String person) {
        List<Long> all = new ArrayList<>();
        handle.createQuery("select name from person where site = ? and id = ? for update")
                .bind(0, site)
                .bind(1, person)
                .mapTo(String.class)
                .filter(PersonNames::isSealed)
                .forEach(column -> all.add(PersonNames.keyOf(column)));
        handle.createQuery("delete from person_key_left where site = ? and person = ? returning key")
                .bind(0, site)
                .bind(1, person)
                .mapTo(Long.class)
                .forEach(all::add);
        return all;
    }

    private record Whose(String site, String person, String reason) {}

    private void note(Handle handle, Whose whose, Erased done, List<Long> gone) {
        handle.createUpdate("""
                        insert into erasure (site, person, pseudonym, revocation, reason, at, keys)
                        values (:site, :person, :pseudonym, :revocation, :reason, :at, :keys)
                        on conflict (site, person) do update set pseudonym = excluded.pseudonym,
                            revocation = excluded.revocation, reason = excluded.reason, at = excluded.at,
                            keys = erasure.keys || excluded.keys
                        """)
                .bind("site", whose.site)
                .bind("person", whose.person)
                .bind("pseudonym", done.pseudonym)
                .bind("revocation", done.revocation)
                .bind("reason", whose.reason)
                .bind("at", OffsetDateTime.ofInstant(surroundings.clock().instant(), ZoneOffset.UTC))
                .bindArray("keys", Long.class, gone.toArray())
                .execute();
    }
}
