package io.gatehouse.fleet.web.call;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What somebody may do at a site. Which operations a role may call is said by the contract ({@code x-roles}). */
public enum Role {
    /** Sees what guards see. */
    GUARD,
    RESIDENT,
    /** Registers visitors and lets people in. */
    GATE_POST,
    /** Puts devices into service. */
    TECHNICIAN,
    /** Sees everything and changes nothing. */
    VIEWER,
    /** A viewer who also sees who changed what. */
    AUDITOR,
    OPERATOR,
    ADMIN;

    /** Whoever has this role may make a token with that one. */
    public boolean covers(Role other) {
        return switch (this) {
            case ADMIN -> true;
            case OPERATOR -> other != ADMIN && other != AUDITOR;
            case AUDITOR -> other == AUDITOR || other == VIEWER;
            default -> other == this;
        };
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<Role> byWireName(String name) {
        return Arrays.stream(values())
                .filter(role -> role.wireName().equals(name))
                .findFirst();
    }

    /** The roles that may do what at least this rung of viewer, operator, admin may. */
    static Set<Role> from(Role rung) {
        return switch (rung) {
            case ADMIN -> EnumSet.of(ADMIN);
            case OPERATOR -> EnumSet.of(OPERATOR, ADMIN);
            default -> EnumSet.of(VIEWER, AUDITOR, OPERATOR, ADMIN);
        };
    }
}
