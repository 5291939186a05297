package io.gatehouse.fleet.sitebook;

import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.sitebook.SiteBook;
import io.gatehouse.protocol.sitebook.SiteBookDelta.Changes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What changed of a site's people and credentials since a book was compiled: triggers note the key of each row that came,
 * went or changed, and the transaction (migration 17). A book that was compiled while a transaction was still open has not
 * seen it; nobody waits for anybody.
 */
final class SiteChanges {

    /** With more than this, reading everything costs as much. */
    private static final int MOST = 5_000;
    /** The notes are kept for twice as long. */
    private static final Duration KNOWN = Duration.ofHours(12);

    private final Handle handle;
    private final SiteBookQuery query;

    SiteChanges(Handle handle, SiteBookQuery query) {
        this.handle = handle;
        this.query = query;
    }

    /**
     * What a compile could see.
     *
     * @param snapshot PostgreSQL's words for the transactions that had ended
     * @param at by the fleet's clock
     */
    record Seen(SiteId site, String snapshot, Instant at) {}

    /** Call before the first row is read. */
    Seen seenNow(SiteId site, Instant now) {
        String snapshot = handle.createQuery("select pg_current_snapshot()::text")
                .mapTo(String.class)
                .one();
        return new Seen(site, snapshot, now);
    }

    private record Note(String kind, @Nullable String id) {}

    /**
     * The site's book from the one before and the rows that changed since.
     *
     * @param base in order, compiled when {@code seen} was noted
     * @param rest the site's content without people and credentials, in order
     * @return nothing when it is not known for sure, or when so much changed that all is better read
     */
    Optional<SiteBook> since(SiteBook base, Seen seen, Instant now, SiteBook rest) {
        if (!seen.site().equals(rest.site()) || seen.at().plus(KNOWN).isBefore(now)) {
            return Optional.empty();
        }
        List<Note> notes = notes(seen);
        if (notes.size() > MOST || notes.stream().anyMatch(note -> note.id == null)) {
            return Optional.empty();
        }
        Set<String> people = ids(notes, "person");
        Set<String> credentials = ids(notes, "credential");
        return Optional.of(base.with(
                changes(people, query.people(seen.site(), people), SiteBook.Person::id),
                changes(credentials, query.credentials(seen.site(), credentials), SiteBook.Credential::ref),
                rest));
    }

    private List<Note> notes(Seen seen) {
        return handle.createQuery("""
                        select distinct kind, id from book_change
                        where site = :site and tx >= pg_snapshot_xmin(:seen::pg_snapshot)
                            and not pg_visible_in_snapshot(tx, :seen::pg_snapshot)
                        limit :most
                        """)
                .bind("site", seen.site().value())
                .bind("seen", seen.snapshot())
                .bind("most", MOST + 1)
                .map((row, context) -> new Note(row.getString("kind"), row.getString("id")))
                .list();
    }

    private static Set<String> ids(List<Note> notes, String kind) {
        Set<String> ids = new LinkedHashSet<>();
        notes.stream().filter(note -> note.kind.equals(kind)).forEach(note -> ids.add(Objects.requireNonNull(note.id)));
        return ids;
    }

    private static <T> Changes<T> changes(Set<String> touched, List<T> there, Function<T, String> key) {
        Set<String> gone = new LinkedHashSet<>(touched);
        there.forEach(one -> gone.remove(key.apply(one)));
        return new Changes<>(there, new ArrayList<>(gone));
    }

    /** Forgets what no book in memory can need any more. */
    static void forgetOld(Handle handle) {
        handle.execute("delete from book_change where at < now() - interval '24 hours'");
    }
}
