/**
 * Measurements in InfluxDB 1.x, 2.x or 3 Core: line protocol in, InfluxQL out. A level is a database (a bucket in 2.x), so
 * that InfluxDB itself forgets what has been kept long enough. Blocking; call on workers.
 */
@NullMarked
package io.gatehouse.fleet.telemetry.influx;

import org.jspecify.annotations.NullMarked;
