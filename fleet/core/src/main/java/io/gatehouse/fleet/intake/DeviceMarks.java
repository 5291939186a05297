package io.gatehouse.fleet.intake;

import io.gatehouse.fleet.store.Multiranges;
import io.gatehouse.protocol.IntervalSet;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.uplink.SiteEvent;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** Drops what a device has told before, by whatever gateway or log it came. */
final class DeviceMarks {

    private record Boot(String device, String bootId) implements Comparable<Boot> {
        @Override
        public int compareTo(Boot other) {
            int byDevice = device.compareTo(other.device);
            return byDevice != 0 ? byDevice : bootId.compareTo(other.bootId);
        }
    }

    private final Handle handle;
    private final OffsetDateTime now;

    DeviceMarks(Handle handle, OffsetDateTime now) {
        this.handle = handle;
        this.now = now;
    }

    List<Accepted> onlyNew(SiteId site, List<Accepted> records) {
        // sorted, so that two transactions lock the rows in the same order
        Map<Boot, IntervalSet> marks = new TreeMap<>();
        for (Accepted record : records) {
            if (isDevices(record.event())) {
                marks.putIfAbsent(bootOf(record.event()), IntervalSet.EMPTY);
            }
        }
        if (marks.isEmpty()) {
            return records;
        }
        lock(site, marks);
        Map<Boot, IntervalSet> before = new LinkedHashMap<>(marks);
        List<Accepted> fresh = new ArrayList<>(records.size());
        for (Accepted record : records) {
            SiteEvent event = record.event();
            if (!isDevices(event)) {
                fresh.add(record);
                continue;
            }
            Boot boot = bootOf(event);
            long seq = event.deviceSeq() == null ? 0 : event.deviceSeq();
            IntervalSet seen = marks.getOrDefault(boot, IntervalSet.EMPTY);
            if (!seen.contains(seq)) {
                marks.put(boot, seen.plus(seq));
                fresh.add(record);
            }
        }
        marks.entrySet().removeIf(entry -> Objects.equals(entry.getValue(), before.get(entry.getKey())));
        store(site, marks);
        return fresh;
    }

    private void lock(SiteId site, Map<Boot, IntervalSet> marks) {
        if (find(site, marks) < marks.size()) {
            // a device's first words in this boot: the row is made, and locked like the others; the boot is counted
            Keys keys = Keys.of(marks);
            handle.createUpdate("""
                            with made as (insert into device_mark (site, device, boot_id, seqs)
                                    select :site, w.device, w.boot_id, '{}'
                                    from unnest(:devices, :boots) as w(device, boot_id)
                                    order by w.device, w.boot_id on conflict do nothing returning site, device, boot_id),
                                booted as (insert into device_boot (site, device, boot_id, at)
                                    select site, device, boot_id, :now from made on conflict do nothing
                                    returning site, device)
                            insert into measurement_waiting (site, device, metric, at, value)
                            select b.site, b.device, 'boots', :millis, count(*) + (select count(*) from device_boot o
                                where o.site = b.site and o.device = b.device)
                            from booted b group by b.site, b.device
                            """)
                    .bind("site", site.value())
                    .bind("now", now)
                    .bind("millis", now.toInstant().toEpochMilli())
                    .bindArray("devices", String.class, (Object[]) keys.devices)
                    .bindArray("boots", String.class, (Object[]) keys.boots)
                    .execute();
            find(site, marks);
        }
    }

    /** Locks the rows that are there and reads them; returns how many. */
    private int find(SiteId site, Map<Boot, IntervalSet> marks) {
        Keys keys = Keys.of(marks);
        return handle.createQuery("""
                        select m.device, m.boot_id, m.seqs::text as seqs from device_mark m
                        join unnest(:devices, :boots) as w(device, boot_id) using (device, boot_id)
                        where m.site = :site order by m.device, m.boot_id for update of m
                        """)
                .bind("site", site.value())
                .bindArray("devices", String.class, (Object[]) keys.devices)
                .bindArray("boots", String.class, (Object[]) keys.boots)
                .map((row, context) -> marks.put(
                        new Boot(row.getString("device"), row.getString("boot_id")),
                        Multiranges.read(row.getString("seqs"))))
                .list()
                .size();
    }

    private void store(SiteId site, Map<Boot, IntervalSet> marks) {
        if (marks.isEmpty()) {
            return;
        }
        Keys keys = Keys.of(marks);
        handle.createUpdate("""
                        update device_mark m set seqs = w.seqs::int8multirange
                        from unnest(:devices, :boots, :seqs) as w(device, boot_id, seqs)
                        where m.site = :site and m.device = w.device and m.boot_id = w.boot_id
                        """)
                .bind("site", site.value())
                .bindArray("devices", String.class, (Object[]) keys.devices)
                .bindArray("boots", String.class, (Object[]) keys.boots)
                .bindArray(
                        "seqs",
                        String.class,
                        marks.values().stream().map(Multiranges::write).toArray())
                .execute();
    }

    private record Keys(String[] devices, String[] boots) {

        static Keys of(Map<Boot, IntervalSet> marks) {
            return new Keys(
                    marks.keySet().stream().map(Boot::device).toArray(String[]::new),
                    marks.keySet().stream().map(Boot::bootId).toArray(String[]::new));
        }
    }

    private static boolean isDevices(SiteEvent event) {
        return event.device() != null && event.bootId() != null && event.deviceSeq() != null;
    }

    private static Boot bootOf(SiteEvent event) {
        return new Boot(String.valueOf(event.device()), String.valueOf(event.bootId()));
    }
}
