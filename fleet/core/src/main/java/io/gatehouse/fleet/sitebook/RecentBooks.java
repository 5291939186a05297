package io.gatehouse.fleet.sitebook;

import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.sitebook.SiteBookDelta.Digested;
import java.lang.ref.SoftReference;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The last version of the books that changed lately, to compare the next one with. A cache: what is missing makes a
 * version whose change nobody knows, and gateways fetch the whole. Safe from any thread.
 */
final class RecentBooks {

    private static final int MOST = 256;

    private final Map<GatewayId, SoftReference<Recent>> books =
            Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<GatewayId, SoftReference<Recent>> eldest) {
                    return size() > MOST;
                }
            });

    /**
     * A version that was made here.
     *
     * @param seen what had been committed when its rows were read, or nothing when that is not known
     */
    record Recent(Digested book, ChangeNotes.@Nullable Seen seen) {}

    void put(Recent recent) {
        books.put(recent.book().book().gateway(), new SoftReference<>(recent));
    }

    /** The gateway's book of exactly this version and content. */
    Optional<Recent> find(GatewayId gateway, long version, String digest) {
        return Optional.ofNullable(books.get(gateway))
                .map(SoftReference::get)
                .filter(one -> one.book().book().version() == version
                        && one.book().digest().hex().equals(digest));
    }
}
