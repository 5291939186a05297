package io.gatehouse.broker;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What MQTT 5 says about a message besides its payload (MQTT 5 §3.3.2.3). Immutable as long as nobody writes into the
 * correlation data.
 *
 * @param utf8 whether the payload is said to be UTF-8
 * @param expirySeconds how long it is worth delivering, or {@link #NEVER}
 * @param responseTopic where an answer is awaited, or nothing
 * @param correlationData what the answer shall carry, or nothing
 * @param contentType or nothing
 * @param user in the order in which they came
 */
public record PublishProperties(
        boolean utf8,
        long expirySeconds,
        @Nullable String responseTopic,
        @Nullable Buffer correlationData,
        @Nullable String contentType,
        List<UserProperty> user) {

    /** No expiry. */
    public static final long NEVER = -1;

    public static final PublishProperties NONE = new PublishProperties(false, NEVER, null, null, null, List.of());

    public static PublishProperties ofType(String contentType) {
        return new PublishProperties(false, NEVER, null, null, contentType, List.of());
    }

    public PublishProperties expiringAfter(long seconds) {
        return new PublishProperties(utf8, seconds, responseTopic, correlationData, contentType, user);
    }
}
