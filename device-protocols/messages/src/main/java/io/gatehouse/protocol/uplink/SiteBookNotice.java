package io.gatehouse.protocol.uplink;

/**
 * There is a site book for the gateway: fetch it by HTTP at {@code path} on the fleet with the gateway's own id and
 * secret (basic authentication); the answer is a {@code SignedSiteBook} in CBOR.
 */
public record SiteBookNotice(long version, String sha256, int bytes, String path) {}
