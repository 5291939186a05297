package io.gatehouse.proof.bench;

import io.gatehouse.fleet.Fleet;
import io.gatehouse.fleet.store.CopyRows;
import io.gatehouse.fleet.telemetry.Point;
import java.sql.SQLException;
import java.util.List;

/** Measurements as plain rows of the fleet's bundled PostgreSQL, with the index that a plot needs. */
record MeasurementRows(Fleet fleet) {

    static MeasurementRows of(Fleet fleet) {
        fleet.core().jdbi().useHandle(handle -> {
            handle.execute("create table plain_measurement (site text not null, device text not null,"
                    + " metric text not null, at bigint not null, value double precision not null)");
            handle.execute("create index plain_measurement_at on plain_measurement (device, metric, at)");
        });
        return new MeasurementRows(fleet);
    }

    /** By COPY, in one transaction. */
    void copy(List<Point> points) throws SQLException {
        fleet.core().jdbi().useTransaction(handle -> {
            CopyRows rows = new CopyRows(5);
            for (Point point : points) {
                rows.row()
                        .text(point.site())
                        .text(point.device())
                        .text(point.metric())
                        .bigint(point.at())
                        .number(point.value());
            }
            rows.into(
                    handle.getConnection(),
                    "copy plain_measurement (site, device, metric, at, value) from stdin (format binary)");
        });
    }

    /** With its index. */
    long bytes() {
        return fleet.core()
                .jdbi()
                .withHandle(handle -> handle.createQuery("select pg_total_relation_size('plain_measurement')")
                        .mapTo(Long.class)
                        .one());
    }
}
