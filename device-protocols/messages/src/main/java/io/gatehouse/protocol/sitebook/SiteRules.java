package io.gatehouse.protocol.sitebook;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a site beyond who may pass where and when. Every list may be empty.
 *
 * @param specialDays in the order of their precedence
 */
public record SiteRules(
        List<Area> areas,
        List<AuthenticationProfile> authentications,
        List<SpecialDays> specialDays,
        List<Interlock> interlocks,
        List<RulePack> rulePacks,
        List<DenyRule> denials,
        List<Permit> permits,
        List<Visit> visits,
        Policies policies) {

    public static final SiteRules NONE = new SiteRules(
            List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), Policies.DEFAULT);

    public SiteRules {
        areas = List.copyOf(areas);
        authentications = List.copyOf(authentications);
        specialDays = List.copyOf(specialDays);
        interlocks = List.copyOf(interlocks);
        rulePacks = List.copyOf(rulePacks);
        denials = List.copyOf(denials);
        permits = List.copyOf(permits);
        visits = List.copyOf(visits);
    }

    /**
     * A part of the site.
     *
     * @param parent the area around it, or nothing
     * @param most how many people may be in it, or nothing
     * @param least how few may be in it when anybody is, or nothing; 2 is "nobody alone"
     * @param hard the limits deny, or only alarm
     * @param clearance the least clearance (0 highest to 7 none) by threat level; a level that is not named asks for none
     * @param resetAt local time such as {@code 04:00} at which its passback state is forgotten, or nothing
     */
    public record Area(
            String id,
            String name,
            @Nullable String parent,
            @Nullable Integer most,
            @Nullable Integer least,
            boolean hard,
            Map<String, Integer> clearance,
            @Nullable String resetAt) {
        public Area {
            clearance = InOrder.of(clearance);
        }
    }

    /**
     * Which factors an access point asks for, by time. Of several policies whose schedule runs, the level with the
     * highest priority counts.
     *
     * @param usual the level when no policy's schedule runs
     */
    public record AuthenticationProfile(
            String id, String name, SecurityLevel usual, List<AuthenticationPolicy> policies) {
        public AuthenticationProfile {
            policies = List.copyOf(policies);
        }
    }

    /** While the schedule runs, this level. */
    public record AuthenticationPolicy(String schedule, SecurityLevel level) {}

    /**
     * @param priority the higher wins
     * @param ways any one of these sets is enough; all factors of a set are needed
     */
    public record SecurityLevel(int priority, List<Set<Factor>> ways) {
        public SecurityLevel {
            ways = ways.stream().map(InOrder::of).toList();
        }
    }

    /**
     * Days on which a schedule has other hours.
     *
     * @param days ISO dates
     * @param likeWeekday {@code MON} to {@code SUN}: the hours of that day count (a working weekend), or nothing: the
     *     hours that the schedule gives this group, and none when it gives none
     */
    public record SpecialDays(
            String id,
            String name,
            List<String> days,
            @Nullable String likeWeekday) {
        public SpecialDays {
            days = List.copyOf(days);
        }
    }

    /** At most one of these doors may be open or unlocked. */
    public record Interlock(String id, String name, List<String> doors) {
        public Interlock {
            doors = List.copyOf(doors);
        }
    }

    /**
     * What goes for all people of a type.
     *
     * @param type {@code VISITOR}, {@code CONTRACTOR}, ...
     * @param areas the only areas they get to; empty: no limit
     * @param schedule the only hours they get in, or nothing
     * @param maxDays the longest time that a credential of theirs may be valid for, or nothing
     * @param accompanied only with an escort
     * @param approval whom to ask first
     * @param consent a face or fingerprint counts only with their consent on record
     * @param factors what they give wherever they come in, beside what the access point asks for; or nothing
     */
    public record RulePack(
            String type,
            List<String> areas,
            @Nullable String schedule,
            @Nullable Integer maxDays,
            boolean accompanied,
            PointRules.Approval approval,
            boolean consent,
            @Nullable Set<Factor> factors) {

        /** A pack that asks for no factors of its own. */
        public RulePack(
                String type,
                List<String> areas,
                @Nullable String schedule,
                @Nullable Integer maxDays,
                boolean accompanied,
                PointRules.Approval approval,
                boolean consent) {
            this(type, areas, schedule, maxDays, accompanied, approval, consent, null);
        }

        public RulePack {
            areas = List.copyOf(areas);
            factors = factors == null || factors.isEmpty() ? null : InOrder.of(factors);
        }
    }

    /** These groups never pass here, whatever else allows it; always or while the schedule runs. */
    public record DenyRule(
            String id,
            String name,
            List<String> groups,
            List<String> accessPoints,
            @Nullable String schedule) {
        public DenyRule {
            groups = List.copyOf(groups);
            accessPoints = List.copyOf(accessPoints);
        }
    }

    /**
     * A temporary work permit.
     *
     * @param active approved, not suspended, not closed
     * @param accessPoints the channels it names; empty: any
     * @param areas the zones it names; empty: any
     * @param headcount how many of its people may be inside at once, or nothing
     */
    public record Permit(
            String id,
            boolean active,
            List<String> accessPoints,
            List<String> areas,
            @Nullable String schedule,
            @Nullable Integer headcount,
            @Nullable Long validFrom,
            @Nullable Long validTo) {
        public Permit {
            accessPoints = List.copyOf(accessPoints);
            areas = List.copyOf(areas);
        }
    }

    /**
     * A visit.
     *
     * @param checkedIn the visitor has been seen at the gate post
     * @param entries how often they may come in, or nothing
     */
    public record Visit(
            String id,
            boolean checkedIn,
            @Nullable String host,
            @Nullable Integer entries,
            long validFrom,
            long validTo) {}

    /**
     * Figures that the site sets.
     *
     * @param maxFailures wrong attempts before a reader or credential is locked out, at most 5 (GB 50396-2007, 5.1.5)
     * @param lockoutSeconds how long it then is
     * @param duplicateMillis the same credential at the same reader within is one read
     * @param factorSeconds from the first factor to the last
     * @param verifySeconds how long a host or operator has to answer
     * @param untrustedTimeOpens rights with an end also count under a clock that is not trusted
     * @param duressOpens a PIN under duress opens and tells, or denies and tells
     * @param failSoft occupancy and passback only mark while a peer gateway is out of reach
     * @param facilities the facility codes of the site's own cards, or nothing when any will do
     */
    public record Policies(
            int maxFailures,
            int lockoutSeconds,
            int duplicateMillis,
            int factorSeconds,
            int verifySeconds,
            boolean untrustedTimeOpens,
            boolean duressOpens,
            boolean failSoft,
            @Nullable List<Integer> facilities) {

        public static final Policies DEFAULT = new Policies(5, 300, 2_000, 10, 60, false, true, true, null);

        public Policies {
            facilities = facilities == null || facilities.isEmpty() ? null : List.copyOf(facilities);
        }

        /** Whether cards with this facility code are the site's own. */
        public boolean ownsFacility(int code) {
            List<Integer> own = facilities;
            return own == null || own.contains(code);
        }
    }
}
