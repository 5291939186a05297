package io.gatehouse.fleet.bulk;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.sheet.Sheet;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.identity.ShortCode;
import io.gatehouse.protocol.SiteId;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** One list on its way in: what each row becomes, and what is wrong with it. */
final class DeviceTaking {

    /** A longer list is several lists: one transaction must not hold a site for long. */
    static final int MOST_ROWS = 5_000;

    private static final int TOLD_ROWS = 100;
    private static final int TOLD_FAULTS = 500;

    private final Handle handle;
    private final SiteId site;
    private final SecureRandom random;
    private final Map<String, Integer> serials = new HashMap<>();
    private final Map<String, Integer> devices = new HashMap<>();
    private final Map<String, Integer> names = new HashMap<>();
    private final List<DeviceRow.Fault> faults = new ArrayList<>();
    private final List<DeviceTable.Line> lines = new ArrayList<>();
    private final Map<String, Integer> counts = new HashMap<>();
    private final ObjectNode columnsTold = Json.object();
    private final ArrayNode sample = Json.array();
    private final ArrayNode headings = Json.array();
    private DeviceGround there = new DeviceGround(Map.of(), Map.of(), Map.of());
    private int rows;

    DeviceTaking(Handle handle, SiteId site, SecureRandom random) {
        this.handle = handle;
        this.site = site;
        this.random = random;
    }

    List<DeviceTable.Line> lines() {
        return lines;
    }

    boolean mayBeWritten(boolean skipBad) {
        return !lines.isEmpty() && (faults.isEmpty() || skipBad);
    }

    void read(Sheet sheet, Map<DeviceColumn, String> said) {
        Map<DeviceColumn, Integer> columns = DeviceColumn.find(sheet.headings(), said);
        sheet.headings().forEach(headings::add);
        new TreeMap<>(columns)
                .forEach((column, at) ->
                        columnsTold.put(column.name(), sheet.headings().get(at)));
        said.forEach((column, heading) -> {
            if (!columns.containsKey(column)) {
                faults.add(new DeviceRow.Fault(1, column.name(), "NO_HEADING", heading));
            }
        });
        DeviceColumn.NEEDED.stream()
                .filter(needed -> !columns.containsKey(needed) && !said.containsKey(needed))
                .forEach(needed -> faults.add(new DeviceRow.Fault(1, needed.name(), "NO_COLUMN", "")));
        if (sheet.rows().size() > MOST_ROWS) {
            faults.add(new DeviceRow.Fault(1, DeviceColumn.SERIAL.name(), "TOO_MANY_ROWS", "" + MOST_ROWS));
        }
        if (faults.isEmpty()) {
            rows(sheet.rows().stream()
                    .map(line -> new DeviceRow(line, columns))
                    .filter(row -> !row.isExample())
                    .toList());
        }
    }

    private void rows(List<DeviceRow> all) {
        List<DeviceRow.Entry> entries = all.stream().map(DeviceRow::entry).toList();
        there = DeviceGround.read(
                handle, site, entries.stream().map(DeviceRow.Entry::serial).toList());
        for (int i = 0; i < all.size(); i++) {
            row(all.get(i), entries.get(i));
        }
    }

    private void row(DeviceRow row, DeviceRow.Entry entry) {
        rows++;
        DeviceGround.@Nullable Box box = there.boxes().get(entry.serial());
        String code = box == null ? ShortCode.make(random).text() : box.code();
        String device = deviceOf(entry, box, code);
        DeviceGround.@Nullable Place place =
                device == null ? null : there.places().get(device);
        boxFaults(row, entry, box);
        if (device != null && row.faults().isEmpty()) {
            placeFaults(row, entry, device, code);
        }
        String what = row.faults().isEmpty() ? whatOf(entry, box, device, place) : "BAD";
        count(what, device != null && place == null);
        if (what.equals("BAD")) {
            faults.addAll(row.faults());
        } else {
            lines.add(new DeviceTable.Line(entry, code, device));
        }
        if (sample.size() < TOLD_ROWS) {
            sample.add(shown(row, entry, device, what));
        }
    }

    private static @Nullable String deviceOf(DeviceRow.Entry entry, DeviceGround.@Nullable Box box, String code) {
        if (entry.device() != null) {
            return entry.device();
        }
        if (box != null && box.device() != null) {
            return box.device();
        }
        return entry.hasPlace()
                ? (entry.kind() + "-" + code).toLowerCase(Locale.ROOT).replace('_', '-')
                : null;
    }

    private void boxFaults(DeviceRow row, DeviceRow.Entry entry, DeviceGround.@Nullable Box box) {
        Integer before = entry.serial().isEmpty() ? null : serials.putIfAbsent(entry.serial(), row.number());
        if (before != null) {
            row.fault(DeviceColumn.SERIAL, "SERIAL_TWICE", before.toString());
        }
        if (box == null) {
            return;
        }
        String device = entry.device();
        if (box.site() != null && !box.site().equals(site.value())) {
            // which site that is may be nobody's business here
            row.fault(DeviceColumn.SERIAL, "SERIAL_ELSEWHERE", "");
        } else if (box.retired()) {
            row.fault(DeviceColumn.SERIAL, "BOX_RETIRED", "");
        } else if (entry.kind() != null && !box.kind().equals(entry.kind().name())) {
            row.fault(DeviceColumn.KIND, "KIND_OTHERWISE", box.kind());
        } else if (box.claimed() && device != null && !device.equals(box.device())) {
            row.fault(DeviceColumn.DEVICE, "CLAIMED_AS", String.valueOf(box.device()));
        }
    }

    private void placeFaults(DeviceRow row, DeviceRow.Entry entry, String device, String code) {
        Integer before = devices.putIfAbsent(device, row.number());
        if (before != null) {
            row.fault(DeviceColumn.DEVICE, "PLACE_TWICE", before.toString());
        }
        DeviceGround.@Nullable Place place = there.places().get(device);
        if (place != null
                && entry.kind() != null
                && !place.kind().equals(entry.kind().name())) {
            row.fault(DeviceColumn.KIND, "KIND_OTHERWISE", place.kind());
        }
        if (place != null && place.holder() != null && !place.holder().equals(code)) {
            row.fault(DeviceColumn.DEVICE, "PLACE_TAKEN", device);
        }
        String name = entry.name() != null ? entry.name() : place != null ? place.name() : device;
        String small = name.toLowerCase(Locale.ROOT);
        String holder = there.names().get(small);
        if (holder != null && !holder.equals(device)) {
            row.fault(DeviceColumn.NAME, "NAME_TAKEN", holder);
        }
        Integer said = names.putIfAbsent(small, row.number());
        if (said != null) {
            row.fault(DeviceColumn.NAME, "NAME_TWICE", said.toString());
        }
    }

    private String whatOf(
            DeviceRow.Entry entry,
            DeviceGround.@Nullable Box box,
            @Nullable String device,
            DeviceGround.@Nullable Place place) {
        if (box == null) {
            return "NEW";
        }
        boolean sameBox = site.value().equals(box.site()) && (device == null || device.equals(box.device()));
        boolean samePlace = device == null || (place != null && place.isAs(entry));
        return sameBox && samePlace ? "SAME" : "CHANGED";
    }

    private void count(String what, boolean newPlace) {
        counts.merge(what, 1, Integer::sum);
        if (newPlace && !what.equals("BAD")) {
            counts.merge("PLACE", 1, Integer::sum);
        }
    }

    private ObjectNode shown(DeviceRow row, DeviceRow.Entry entry, @Nullable String device, String what) {
        ObjectNode shown = Json.object()
                .put("row", row.number())
                .put("serial", entry.serial())
                .put("kind", entry.kind() == null ? "" : entry.kind().name())
                .put("what", what);
        if (device != null) {
            shown.put("device", device);
        }
        if (entry.name() != null) {
            shown.put("name", entry.name());
        }
        return shown;
    }

    ObjectNode report(boolean written) {
        ObjectNode report = Json.object()
                .put("written", written)
                .put("rows", rows)
                .put("newBoxes", counts.getOrDefault("NEW", 0))
                .put("newPlaces", counts.getOrDefault("PLACE", 0))
                .put("changed", counts.getOrDefault("CHANGED", 0))
                .put("same", counts.getOrDefault("SAME", 0))
                .put("badRows", counts.getOrDefault("BAD", 0));
        report.set("headings", headings);
        report.set("columns", columnsTold);
        ArrayNode errors = report.putArray("errors");
        faults.stream()
                .limit(TOLD_FAULTS)
                .forEach(fault -> errors.addObject()
                        .put("row", fault.row())
                        .put("column", fault.column())
                        .put("code", fault.code())
                        .put("value", fault.value()));
        report.set("sample", sample);
        ArrayNode codes = report.putArray("codes");
        if (written) {
            lines.forEach(line -> codes.add(line.code()));
        }
        return report;
    }
}
