package io.gatehouse.protocol.uplink;

import org.jspecify.annotations.Nullable;

/**
 * There is a site book for the gateway. When {@code delta} leads there from the version that is in force, nothing needs to
 * be fetched. Else the deltas since then are at {@code path/deltas?from=VERSION} (a {@code SignedDelta.Chain}, as long as
 * the fleet keeps them), and the whole, a {@code SignedSiteBook}, at {@code path}; both in CBOR, by HTTP, with the
 * gateway's own id and secret (basic authentication).
 *
 * @param sha256 the book's digest
 * @param bytes of the whole, 0 when it is made only when somebody asks
 * @param delta a {@code SignedDelta} from the version before, or nothing
 */
public record SiteBookNotice(long version, String sha256, int bytes, String path, byte @Nullable [] delta) {

    public SiteBookNotice(long version, String sha256, int bytes, String path) {
        this(version, sha256, bytes, path, null);
    }
}
