package io.gatehouse.fleet.sitebook;

import io.gatehouse.protocol.SiteId;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What changed of a site's people and credentials since it was read: triggers note the key of each row that came, went or
 * changed, and the transaction (migration 17). Whoever read while a transaction was still open has not seen it; nobody
 * waits for anybody.
 */
public final class ChangeNotes {

    /** With more than this, reading everything costs as much. */
    private static final int MOST = 5_000;
    /** The notes are kept for twice as long. */
    private static final Duration KNOWN = Duration.ofHours(12);

    private final Handle handle;

    public ChangeNotes(Handle handle) {
        this.handle = handle;
    }

    /**
     * What somebody who reads could see.
     *
     * @param snapshot PostgreSQL's words for the transactions that had ended
     * @param at by the fleet's clock
     */
    public record Seen(SiteId site, String snapshot, Instant at) {}

    /** Keys of rows that are other than they were, new or gone. */
    public record Changed(Set<String> people, Set<String> credentials) {

        static Changed of(List<Note> notes) {
            return new Changed(ids(notes, "person"), ids(notes, "credential"));
        }

        private static Set<String> ids(List<Note> notes, String kind) {
            Set<String> ids = new LinkedHashSet<>();
            notes.stream()
                    .filter(note -> note.kind.equals(kind))
                    .forEach(note -> ids.add(Objects.requireNonNull(note.id)));
            return ids;
        }
    }

    private record Note(String kind, @Nullable String id) {}

    /** Call before the first row is read. */
    public Seen seenNow(SiteId site, Instant now) {
        String snapshot = handle.createQuery("select pg_current_snapshot()::text")
                .mapTo(String.class)
                .one();
        return new Seen(site, snapshot, now);
    }

    /** What changed since then; nothing when that is not known for sure, or when all is better read. */
    public Optional<Changed> since(Seen seen, Instant now) {
        if (seen.at().plus(KNOWN).isBefore(now)) {
            return Optional.empty();
        }
        List<Note> notes = handle.createQuery("""
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
        return notes.size() > MOST || notes.stream().anyMatch(note -> note.id == null)
                ? Optional.empty()
                : Optional.of(Changed.of(notes));
    }

    /** Forgets what nobody's memory can need any more. */
    static void forgetOld(Handle handle) {
        handle.execute("delete from book_change where at < now() - interval '24 hours'");
    }
}
