package io.gatehouse.protocol.sitebook;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is special about a person.
 *
 * @param status other than {@code ACTIVE} nothing opens
 * @param groups for rules that name groups
 * @param clearance 0 the highest to 7 none; counts under a threat level
 * @param exemptions which restrictions do not bind them
 * @param extendedTime doors give them longer
 * @param validFrom milliseconds since 1970, or nothing
 * @param validTo milliseconds since 1970, exclusive, or nothing
 * @param watch how the watch list has them, or nothing
 * @param accompanied goes nowhere without an escort
 * @param traced each read is told
 * @param host whom to ask before they may pass, or nothing
 * @param consent to the use of their face or fingerprint is on record
 */
public record PersonRules(
        Status status,
        List<String> groups,
        int clearance,
        Set<Exemption> exemptions,
        boolean extendedTime,
        @Nullable Long validFrom,
        @Nullable Long validTo,
        @Nullable Watch watch,
        boolean accompanied,
        boolean traced,
        @Nullable String host,
        boolean consent) {

    public static final int NO_CLEARANCE = 7;

    public static final PersonRules PLAIN = new PersonRules(
            Status.ACTIVE, List.of(), NO_CLEARANCE, Set.of(), false, null, null, null, false, false, null, false);

    /** Where somebody stands with the property office. */
    public enum Status {
        PENDING,
        ACTIVE,
        SUSPENDED,
        MOVED_OUT,
        DECEASED,
        BLOCKED
    }

    /** ASHRAE 135's AuthorizationExemption, and those from escort, first person and duress-free lockdown. */
    public enum Exemption {
        PASSBACK,
        OCCUPANCY_CHECK,
        ACCESS_RIGHTS,
        LOCKOUT,
        DENY,
        VERIFICATION,
        AUTHORIZATION_DELAY,
        LOCKDOWN,
        ESCORT,
        FIRST_PERSON,
        MULTI_PERSON
    }

    /** What the watch list wants. */
    public enum Watch {
        BLOCK,
        ALERT_SILENT,
        ALERT_AND_ALLOW,
        VIP
    }

    /** Somebody without consent on record. */
    public PersonRules(
            Status status,
            List<String> groups,
            int clearance,
            Set<Exemption> exemptions,
            boolean extendedTime,
            @Nullable Long validFrom,
            @Nullable Long validTo,
            @Nullable Watch watch,
            boolean accompanied,
            boolean traced,
            @Nullable String host) {
        this(
                status,
                groups,
                clearance,
                exemptions,
                extendedTime,
                validFrom,
                validTo,
                watch,
                accompanied,
                traced,
                host,
                false);
    }

    public PersonRules {
        groups = List.copyOf(groups);
        exemptions = InOrder.of(exemptions);
    }

    /** The same at another status. */
    PersonRules at(Status newStatus) {
        return new PersonRules(
                newStatus,
                groups,
                clearance,
                exemptions,
                extendedTime,
                validFrom,
                validTo,
                watch,
                accompanied,
                traced,
                host,
                consent);
    }
}
