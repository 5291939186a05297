package io.gatehouse.fleet.plan;

import java.util.Arrays;
import java.util.Optional;

/** What can stand on a plan. */
public enum PlaceKind {
    /** A device; the position and the device that is in it have one id. */
    DEVICE("devices"),
    /** A checkpoint of the guards' rounds. */
    CHECKPOINT("checkpoints");

    private final String wireName;

    PlaceKind(String wireName) {
        this.wireName = wireName;
    }

    /** As addresses name it. */
    public String wireName() {
        return wireName;
    }

    public static Optional<PlaceKind> byWireName(String name) {
        return Arrays.stream(values())
                .filter(kind -> kind.wireName.equals(name))
                .findFirst();
    }
}
