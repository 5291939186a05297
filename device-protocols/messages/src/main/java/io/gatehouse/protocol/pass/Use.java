package io.gatehouse.protocol.pass;

import java.time.Instant;
import java.util.Optional;

/**
 * One use of something that may be used so often.
 *
 * @param key tells it from all others at the site
 * @param until after that moment it opens nothing anyhow, and its uses may be forgotten
 * @param most how often in all
 */
public record Use(String key, Instant until, int most) {

    /** As whom decisions name the visitor whose use the key is of; nothing when it is no visitor's. */
    public static Optional<String> visitorOf(String key) {
        String[] parts = key.split("/", -1);
        if (parts.length == 2 && parts[0].equals("pass")) {
            return Optional.of(VisitorPass.shownAs(parts[1]));
        }
        return parts.length == 4 && parts[0].equals("code")
                ? Optional.of(new OneTimeCode(parts[1], Integer.parseInt(parts[3]), Long.parseLong(parts[2])).shownAs())
                : Optional.empty();
    }
}
