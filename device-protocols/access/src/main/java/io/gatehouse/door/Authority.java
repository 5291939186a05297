package io.gatehouse.door;

import java.util.Set;

/** Who has the say at a door, the highest first (the domain reference, d.1). Nothing shuts the way out. */
public enum Authority {
    FIRE_RELEASE(Will.STANDS_OPEN),
    EVACUATION(Will.STANDS_OPEN),
    /** The exit button; for its release only. */
    LOCAL_EGRESS(Will.OPENS_ONCE),
    LOCKDOWN(Will.STAYS_SHUT),
    SCHEDULE(Will.STANDS_OPEN),
    RULES(Will.OPENS_ONCE);

    /** What an authority wants of a door. */
    public enum Will {
        STANDS_OPEN,
        OPENS_ONCE,
        STAYS_SHUT
    }

    private final Will will;

    Authority(Will will) {
        this.will = will;
    }

    public Will will() {
        return will;
    }

    /** Fire and evacuation: nothing overrides them. */
    public boolean isEmergency() {
        return this == FIRE_RELEASE || this == EVACUATION;
    }

    /** @param exitAsked somebody inside asks to get out */
    public static Authority of(Set<Order> orders, boolean exitAsked) {
        if (orders.contains(Order.FIRE_RELEASE)) {
            return FIRE_RELEASE;
        } else if (orders.contains(Order.EVACUATION)) {
            return EVACUATION;
        } else if (exitAsked) {
            return LOCAL_EGRESS;
        } else if (orders.contains(Order.LOCKDOWN)) {
            return LOCKDOWN;
        }
        return orders.contains(Order.UNLOCK_SCHEDULE) ? SCHEDULE : RULES;
    }
}
