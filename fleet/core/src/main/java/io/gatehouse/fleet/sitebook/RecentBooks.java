package io.gatehouse.fleet.sitebook;

import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.sitebook.SiteBookDelta.Digested;
import java.lang.ref.SoftReference;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The last version of the books that changed lately, to compare the next one with. A cache: what is missing makes a
 * version whose change nobody knows, and gateways fetch the whole. Safe from any thread.
 */
final class RecentBooks {

    private static final int MOST = 256;

    private final Map<GatewayId, SoftReference<Digested>> books =
            Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<GatewayId, SoftReference<Digested>> eldest) {
                    return size() > MOST;
                }
            });

    void put(Digested book) {
        books.put(book.book().gateway(), new SoftReference<>(book));
    }

    /** The gateway's book of exactly this version and content. */
    Optional<Digested> find(GatewayId gateway, long version, String digest) {
        return Optional.ofNullable(books.get(gateway))
                .map(SoftReference::get)
                .filter(one ->
                        one.book().version() == version && one.digest().hex().equals(digest));
    }
}
