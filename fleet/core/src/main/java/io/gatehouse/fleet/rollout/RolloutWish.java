package io.gatehouse.fleet.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.fleet.rollout.engine.Plan.Approval;
import io.gatehouse.fleet.rollout.engine.Plan.OnBreach;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to roll out, as REST takes it. What is left out is as it usually is.
 *
 * @param artifact the digest of the firmware, or nothing when it is settings
 * @param settings the settings, or nothing when it is firmware
 */
public record RolloutWish(
        String name,
        String why,
        @Nullable String artifact,
        @Nullable JsonNode settings,
        @Nullable Target target,
        @Nullable Course course) {

    /**
     * Which devices; nothing means any.
     *
     * @param devices as {@code site/device}
     * @param text a part of a device's id, name or place
     */
    public record Target(
            @Nullable List<String> sites,
            @Nullable List<String> devices,
            @Nullable String kind,
            @Nullable String text) {

        static final Target ALL = new Target(null, null, null, null);
    }

    /** How it is to go. */
    public record Course(
            @Nullable List<Wave> waves,
            @Nullable Integer successPercent,
            @Nullable Integer errorPercent,
            @Nullable Integer silencePercent,
            @Nullable Times times,
            @Nullable Care care) {

        static final Course USUAL = new Course(null, null, null, null, null, null);
    }

    /**
     * One wave: the first so many percent of all, or those of some sites, or those that a text finds. A device is in the first
     * wave that fits it; what fits none is in the last.
     */
    public record Wave(
            String name,
            @Nullable Integer percent,
            @Nullable List<String> sites,
            @Nullable String text) {}

    /** @param from and {@code to}: the window by the sites' clocks, such as 22:00 */
    public record Times(
            @Nullable Integer silenceSeconds,
            @Nullable Integer installSeconds,
            @Nullable Integer soakSeconds,
            @Nullable String from,
            @Nullable String to) {

        static final Times USUAL = new Times(null, null, null, null, null);
    }

    public record Care(
            @Nullable Approval approval,
            @Nullable OnBreach onBreach,
            @Nullable Boolean soleLanes,
            @Nullable Integer atOnce) {

        static final Care USUAL = new Care(null, null, null, null);
    }
}
