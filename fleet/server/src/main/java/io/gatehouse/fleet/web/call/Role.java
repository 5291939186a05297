package io.gatehouse.fleet.web.call;

import java.util.Locale;
import java.util.Optional;

/** What an account may do; each role may do what the ones before it may. */
public enum Role {
    VIEWER,
    OPERATOR,
    ADMIN;

    public boolean covers(Role needed) {
        return compareTo(needed) >= 0;
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Role> byWireName(String name) {
        for (Role role : values()) {
            if (role.wireName().equals(name)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
