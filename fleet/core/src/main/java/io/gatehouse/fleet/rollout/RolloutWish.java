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

    /** The same for others. */
    public RolloutWish with(Target whom) {
        return new RolloutWish(name, why, artifact, settings, whom, course);
    }

    /** The same in another course. */
    public RolloutWish with(Course how) {
        return new RolloutWish(name, why, artifact, settings, target, how);
    }

    /**
     * Which devices; nothing means any.
     *
     * @param devices as {@code site/device}; with a question those that fit it, and none of them is nobody
     * @param text a part of a device's id, name or place
     * @param query a question, as the list of devices takes it
     */
    public record Target(
            @Nullable List<String> sites,
            @Nullable List<String> devices,
            @Nullable String kind,
            @Nullable String text,
            @Nullable String query) {

        static final Target ALL = new Target(null, null, null, null, null);

        /** The same with the devices that were found for its question. */
        public Target of(List<String> found) {
            return new Target(sites, List.copyOf(found), kind, text, query);
        }

        boolean isListed() {
            return query != null || (devices != null && !devices.isEmpty());
        }
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

        /** The same with other waves. */
        public Course with(List<Wave> others) {
            return new Course(List.copyOf(others), successPercent, errorPercent, silencePercent, times, care);
        }
    }

    /**
     * One wave: the first so many percent of all, or those of some sites, or those that a text or a question finds. A device is
     * in the first wave that fits it; what fits none is in the last.
     *
     * @param devices as {@code site/device}: only those
     */
    public record Wave(
            String name,
            @Nullable Integer percent,
            @Nullable List<String> sites,
            @Nullable String text,
            @Nullable String query,
            @Nullable List<String> devices) {

        static Wave share(String name, int percent) {
            return new Wave(name, percent, null, null, null, null);
        }

        /** The same with the devices that were found for its question. */
        public Wave of(List<String> found) {
            return new Wave(name, percent, sites, text, query, List.copyOf(found));
        }
    }

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
