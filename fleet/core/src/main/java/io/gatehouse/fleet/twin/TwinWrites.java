package io.gatehouse.fleet.twin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jdbi.v3.core.Handle;

/** The twins' rows, written. */
final class TwinWrites {

    private TwinWrites() {}

    static void desired(Handle handle, TwinRow row, ObjectNode wanted, ObjectNode ages) {
        handle.execute("""
                insert into device_twin (site, device, desired, desired_version, desired_ages)
                values (?, ?, ?::jsonb, 1, ?::jsonb) on conflict (site, device) do update set desired = excluded.desired,
                    desired_version = device_twin.desired_version + 1, desired_ages = excluded.desired_ages
                """, row.site(), row.device(), Json.write(wanted), Json.write(ages));
    }

    static void reported(Handle handle, TwinRow row, ObjectNode ages) {
        TwinRow.Told told = row.told();
        handle.execute(
                """
                insert into device_twin (site, device, desired, desired_version, reported, reported_version, reported_ages,
                    reported_at) values (?, ?, '{}', 0, ?::jsonb, ?, ?::jsonb, ?)
                on conflict (site, device) do update set reported = excluded.reported,
                    reported_version = excluded.reported_version, reported_ages = excluded.reported_ages,
                    reported_at = excluded.reported_at
                """,
                row.site(),
                row.device(),
                Json.write(told.settings()),
                told.version(),
                Json.write(ages),
                OffsetDateTime.ofInstant(Instant.ofEpochMilli(told.at()), ZoneOffset.UTC));
    }

    static void ordered(Handle handle, TwinRow row, String command) {
        handle.execute(
                "update device_twin set command = ? where site = ? and device = ?", command, row.site(), row.device());
    }
}
