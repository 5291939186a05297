package io.gatehouse.broker;

/**
 * A message on its way through the broker.
 *
 * @param expiresAtMillis on the broker's clock, 0 for never
 * @param from the identity that said it, empty for the broker's owner
 */
record Message(OutboundPublish publish, long expiresAtMillis, String from) {

    static Message of(OutboundPublish publish, String from, long nowMillis) {
        long seconds = publish.properties().expirySeconds();
        return new Message(
                publish, seconds == PublishProperties.NEVER ? 0 : Math.max(1, nowMillis + seconds * 1000), from);
    }

    boolean isExpired(long nowMillis) {
        return expiresAtMillis != 0 && expiresAtMillis <= nowMillis;
    }

    /** Rounded up, so that what is left is never told as nothing. */
    long secondsLeft(long nowMillis) {
        return expiresAtMillis == 0 ? PublishProperties.NEVER : (expiresAtMillis - nowMillis + 999) / 1000;
    }

    /** About what it takes in memory and on disk. */
    int bytes() {
        int user = publish.properties().user().stream()
                .mapToInt(each -> each.name().length() + each.value().length() + 8)
                .sum();
        return publish.payload().length() + publish.topic().length() + user + 64;
    }
}
