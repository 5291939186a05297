/**
 * Measurements over time: points in, ranges out, at three levels. Blocking; call on workers.
 *
 * <pre>
 *  intake ─► measurement_waiting (PostgreSQL) ─► SeriesFeed ─► SeriesStore: DuckDB, or InfluxDB in the room beside
 *                                                   │               ▲
 *                                    parked points ◄┘   RollUps ────┘ five minutes, hours, what may be forgotten
 *                                                   CounterWatch ─► findings (table {@code finding}, FindingListener)
 *  Series (reads the level that fits) ─► plots, forecasts
 * </pre>
 */
@NullMarked
package io.gatehouse.fleet.telemetry;

import org.jspecify.annotations.NullMarked;
