package io.gatehouse.fleet.enrol;

import io.gatehouse.identity.ShortCode;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.sitebook.DeviceKind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What stands on a box.
 *
 * @param serial the maker's number, or nothing
 * @param site where the box belongs, or nothing while it may go anywhere
 * @param device the place that the box was given or is meant for, or nothing
 * @param claim who put it there, or nothing while it is free
 */
public record Label(
        ShortCode code,
        DeviceKind kind,
        @Nullable String serial,
        @Nullable SiteId site,
        @Nullable String device,
        @Nullable Claim claim) {

    /** Who claimed it, and when. */
    public record Claim(String by, Instant at) {}
}
