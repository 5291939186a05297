package io.gatehouse.fleet.telemetry.influx;

import io.gatehouse.fleet.telemetry.SeriesStore.StoreAway;

/** What differs between the generations of InfluxDB. */
enum Generation {
    /** Writes go to {@code /write}, databases are made by InfluxQL. */
    ONE,
    /** Buckets stand for databases. */
    TWO,
    /** Databases are made by an interface of its own. */
    THREE;

    /** @param version as the server says it: {@code 1.6.7~rc0}, {@code v2.7.12}, {@code 3.2.1} */
    static Generation of(String version) {
        String digits = version.startsWith("v") ? version.substring(1) : version;
        if (digits.startsWith("1.")) {
            return ONE;
        } else if (digits.startsWith("2.")) {
            return TWO;
        } else if (digits.startsWith("3.")) {
            return THREE;
        }
        throw new StoreAway(
                "version '" + version + "' of InfluxDB is not known here", new IllegalArgumentException(version));
    }
}
