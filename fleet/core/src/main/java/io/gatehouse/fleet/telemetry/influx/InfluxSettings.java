package io.gatehouse.fleet.telemetry.influx;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where InfluxDB is and who the fleet is there.
 *
 * @param database the raw points' database or bucket; the coarser levels have {@code _5m} and {@code _1h} behind it
 * @param organisation of 2.x
 * @param token of 2.x and 3
 * @param user of 1.x with authentication
 * @param timeout of one request
 */
public record InfluxSettings(
        URI url,
        String database,
        @Nullable String organisation,
        @Nullable String token,
        @Nullable String user,
        @Nullable String password,
        Duration timeout) {

    /** One that asks nobody who they are. */
    public static InfluxSettings open(URI url, String database) {
        return new InfluxSettings(url, database, null, null, null, null, Duration.ofSeconds(20));
    }
}
