package io.gatehouse.fleet.whatif;

import io.gatehouse.fleet.access.Outcome;
import io.gatehouse.fleet.sitebook.SiteBookQuery;
import io.gatehouse.fleet.store.Keys;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.sitebook.SiteBook;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * A site's book as it is, and as it would be with a draft. The draft is saved by what saves it for good, in a transaction
 * that is taken back: nothing stays, and no gateway hears of it.
 */
record Books(SiteBook now, SiteBook then, Outcome outcome) {

    /** Reads both. Nothing that others wait for is held while the whole book is read, which takes a second at a large site. */
    static Books of(Jdbi jdbi, Keys keys, SiteId site, Draft draft, Draft.Savers savers) {
        return jdbi.withHandle(handle -> {
            handle.begin();
            try {
                SiteBook now = new SiteBookQuery(handle, keys).whole(site);
                return drafted(handle, keys, now, draft, savers);
            } finally {
                handle.rollback();
            }
        });
    }

    /** What saves joins the transaction of this thread's handle. */
    private static Books drafted(Handle handle, Keys keys, SiteBook now, Draft draft, Draft.Savers savers) {
        Outcome outcome = draft.save(now.site(), savers);
        if (!handle.isInTransaction()) {
            throw new IllegalStateException("the draft was saved outside of the transaction that is taken back");
        }
        if (!outcome.kept()) {
            return new Books(now, now, outcome);
        }
        Set<String> credentials = new LinkedHashSet<>(draft.credentials());
        now.credentials().stream()
                .filter(one -> draft.people().contains(String.valueOf(one.person())))
                .forEach(one -> credentials.add(one.ref()));
        SiteBook changed = new SiteBookQuery(handle, keys).around(now.site(), draft.people(), credentials);
        return new Books(now, joined(now, changed, draft.people(), credentials), outcome);
    }

    /** The rules as changed, and everybody as they were but for those whose rows may have changed. */
    private static SiteBook joined(SiteBook now, SiteBook changed, Set<String> people, Set<String> credentials) {
        return new SiteBook(
                now.site(),
                now.gateway(),
                now.version(),
                now.compiledAt(),
                changed.timeZone(),
                now.credentialKey(),
                changed.devices(),
                changed.doors(),
                changed.accessPoints(),
                changed.schedules(),
                changed.profiles(),
                joined(now.people(), changed.people(), people, SiteBook.Person::id),
                joined(now.credentials(), changed.credentials(), credentials, SiteBook.Credential::ref),
                changed.checkpoints(),
                changed.rules());
    }

    private static <T> List<T> joined(List<T> now, List<T> changed, Set<String> touched, Function<T, String> id) {
        Map<String, T> all = new LinkedHashMap<>(now.size() * 2);
        now.forEach(one -> all.put(id.apply(one), one));
        all.keySet().removeAll(touched);
        changed.forEach(one -> all.put(id.apply(one), one));
        return new ArrayList<>(all.values());
    }
}
