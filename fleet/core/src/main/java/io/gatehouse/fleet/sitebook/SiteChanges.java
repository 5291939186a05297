package io.gatehouse.fleet.sitebook;

import io.gatehouse.protocol.sitebook.SiteBook;
import io.gatehouse.protocol.sitebook.SiteBookDelta.Changes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** A site's book from the one before and the rows that changed since. */
final class SiteChanges {

    private final ChangeNotes notes;
    private final SiteBookQuery query;

    SiteChanges(Handle handle, SiteBookQuery query) {
        this.notes = new ChangeNotes(handle);
        this.query = query;
    }

    /**
     * The site's book as it is now.
     *
     * @param base in order, compiled when {@code seen} was noted
     * @param rest the site's content without people and credentials, in order
     * @return nothing when it is not known for sure, or when so much changed that all is better read
     */
    Optional<SiteBook> since(SiteBook base, ChangeNotes.Seen seen, Instant now, SiteBook rest) {
        return seen.site().equals(rest.site())
                ? notes.since(seen, now).map(changed -> patched(base, changed, rest))
                : Optional.empty();
    }

    private SiteBook patched(SiteBook base, ChangeNotes.Changed changed, SiteBook rest) {
        return base.with(
                changes(changed.people(), query.people(rest.site(), changed.people()), SiteBook.Person::id),
                changes(
                        changed.credentials(),
                        query.credentials(rest.site(), changed.credentials()),
                        SiteBook.Credential::ref),
                rest);
    }

    private static <T> Changes<T> changes(Set<String> touched, List<T> there, Function<T, String> key) {
        Set<String> gone = new LinkedHashSet<>(touched);
        there.forEach(one -> gone.remove(key.apply(one)));
        return new Changes<>(there, new ArrayList<>(gone));
    }
}
