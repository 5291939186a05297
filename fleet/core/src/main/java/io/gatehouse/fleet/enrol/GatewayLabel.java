package io.gatehouse.fleet.enrol;

import io.gatehouse.identity.ShortCode;
import io.gatehouse.protocol.SiteId;
import org.jspecify.annotations.Nullable;

/**
 * What stands on a gateway's box.
 *
 * @param site where it belongs; whoever made the label has decided that
 * @param serial the maker's number, or nothing
 * @param gateway which one it is or is meant for, or nothing while it may become a new one
 * @param adopted who took it in, or nothing while it is free
 */
public record GatewayLabel(
        ShortCode code,
        SiteId site,
        @Nullable String serial,
        @Nullable String gateway,
        Label.@Nullable Claim adopted) {}
