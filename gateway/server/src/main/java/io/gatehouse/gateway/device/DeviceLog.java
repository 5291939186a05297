package io.gatehouse.gateway.device;

import io.gatehouse.protocol.RefusalCode;
import org.jspecify.annotations.Nullable;

/** What is known of one device since the gateway started. */
final class DeviceLog {

    int mqttSessions;
    int observers;
    boolean dtls;
    boolean overCoap;

    @Nullable
    Long lastHeard;

    long refused;
    final Tolerance tolerance = new Tolerance();

    @Nullable
    RefusalCode lastRefusal;

    long refusedSinceTold;
    long toldAt = Long.MIN_VALUE;

    long strayedSince = Long.MIN_VALUE;
    int strayedTold;
    long strayedUntold;

    /** How it is connected; CoAP counts as connected for as long as it is heard in time. */
    @Nullable
    String session(long nowMillis, long heartbeatMillis) {
        if (mqttSessions > 0) {
            return "mqtt";
        }
        boolean fresh = lastHeard != null && nowMillis - lastHeard <= 2 * heartbeatMillis;
        if (!overCoap || (!fresh && observers == 0)) {
            return null;
        }
        return dtls ? "dtls" : "coap";
    }
}
