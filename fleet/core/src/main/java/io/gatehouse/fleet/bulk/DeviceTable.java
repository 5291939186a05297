package io.gatehouse.fleet.bulk;

import io.gatehouse.fleet.enrol.Claiming;
import io.gatehouse.fleet.store.Keys;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.protocol.SiteId;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** Writes boxes and their places, many at a time. */
record DeviceTable(Handle handle, SiteId site, Keys keys, Surroundings surroundings) {

    private static final int DEFAULT_HEARTBEAT_SECONDS = 30;
    private static final int SECRET_BYTES = 32;

    /**
     * What is to be written.
     *
     * @param code the label's
     * @param device the place, or nothing while the box may go anywhere at the site
     */
    record Line(
            DeviceRow.Entry entry, String code, @Nullable String device) {}

    void write(List<Line> lines, String by) {
        if (!lines.isEmpty()) {
            places(lines);
            freeOthers(lines);
            boxes(lines, by);
        }
    }

    private void places(List<Line> lines) {
        PreparedBatch batch = handle.prepareBatch("""
                insert into device (site, id, kind, name, place, building, floor, door_name, heartbeat_seconds,
                    service, secret_sealed)
                values (:site, :id, :kind, coalesce(:name, :id), :place, :building, :floor, :door,
                    coalesce(:heartbeat, :usual), 'PLANNED', :secret)
                on conflict (site, id) do update set name = coalesce(:name, device.name),
                    place = coalesce(:place, device.place), building = coalesce(:building, device.building),
                    floor = coalesce(:floor, device.floor), door_name = coalesce(:door, device.door_name),
                    heartbeat_seconds = coalesce(:heartbeat, device.heartbeat_seconds)
                """);
        for (Line line : lines) {
            DeviceRow.Entry entry = line.entry();
            if (line.device() == null) {
                continue;
            }
            DeviceRow.Where where = entry.where();
            batch.bind("site", site.value())
                    .bind("id", line.device())
                    .bind("kind", String.valueOf(entry.kind()))
                    .bind("name", entry.name())
                    .bind(
                            "place",
                            new Claiming(site, null, null, where.building(), where.floor(), where.door()).place())
                    .bind("building", where.building())
                    .bind("floor", where.floor())
                    .bind("door", where.door())
                    .bind("heartbeat", entry.heartbeat())
                    .bind("usual", DEFAULT_HEARTBEAT_SECONDS)
                    .bind("secret", keys.seal(Surroundings.hex(surroundings.random(), SECRET_BYTES)))
                    .add();
        }
        if (batch.size() > 0) {
            batch.execute();
        }
    }

    /** A label without a serial number that was meant for one of the places goes back to the stock. */
    private void freeOthers(List<Line> lines) {
        handle.createUpdate("""
                        update label set device = null
                        where site = :site and claimed is null and device = any (:devices) and code <> all (:codes)
                        """)
                .bind("site", site.value())
                .bind(
                        "devices",
                        lines.stream()
                                .map(Line::device)
                                .filter(device -> device != null)
                                .toArray(String[]::new))
                .bind("codes", lines.stream().map(Line::code).toArray(String[]::new))
                .execute();
    }

    private void boxes(List<Line> lines, String by) {
        OffsetDateTime now = OffsetDateTime.ofInstant(surroundings.clock().instant(), ZoneOffset.UTC);
        PreparedBatch batch = handle.prepareBatch("""
                insert into label (code, kind, serial, site, device, created_by, created) values (?, ?, ?, ?, ?, ?, ?)
                on conflict (code) do update set site = excluded.site,
                    device = case when label.claimed is null then excluded.device else label.device end
                """);
        for (Line line : lines) {
            batch.add(
                    line.code(),
                    String.valueOf(line.entry().kind()),
                    line.entry().serial(),
                    site.value(),
                    line.device(),
                    by,
                    now);
        }
        batch.execute();
    }
}
