package io.gatehouse.fleet.web.call;

import java.util.Map;

/** Keeps who changed what. Blocks; called on workers. */
@FunctionalInterface
public interface Audit {

    /**
     * @param action the operation's name in the contract
     * @param target what was changed, such as {@code gateway east-1}
     * @param details without any secret
     */
    void note(By by, String action, String target, Map<String, String> details);

    default void note(By by, String action, String target) {
        note(by, action, target, Map.of());
    }

    /** Who it was and from where. */
    record By(String user, String address) {}
}
