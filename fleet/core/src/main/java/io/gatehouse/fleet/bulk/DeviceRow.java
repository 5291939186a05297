package io.gatehouse.fleet.bulk;

import io.gatehouse.fleet.sheet.Sheet;
import io.gatehouse.protocol.Ids;
import io.gatehouse.protocol.sitebook.DeviceKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One row of a list of devices, read into a box and the place it is meant for; with everything that is wrong with it. */
final class DeviceRow {

    private static final int LONGEST_SERIAL = 100;
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_PART = 100;
    private static final int SLOWEST_HEARTBEAT = 86_400;

    private static final Map<String, DeviceKind> KINDS = Map.ofEntries(
            Map.entry("闸机", DeviceKind.TURNSTILE),
            Map.entry("道闸", DeviceKind.TURNSTILE),
            Map.entry("读卡器", DeviceKind.READER),
            Map.entry("门禁读卡器", DeviceKind.READER),
            Map.entry("门磁", DeviceKind.DOOR_SENSOR),
            Map.entry("门磁传感器", DeviceKind.DOOR_SENSOR),
            Map.entry("巡更点", DeviceKind.CHECKPOINT),
            Map.entry("巡检点", DeviceKind.CHECKPOINT),
            Map.entry("摄像机", DeviceKind.CAMERA),
            Map.entry("摄像头", DeviceKind.CAMERA),
            Map.entry("消防主机", DeviceKind.FIRE_PANEL));

    /** @param code the console's strings have words for it ({@code importError}) */
    record Fault(int row, String column, String code, String value) {}

    /**
     * A box, and where it is meant to go; what is null the sheet does not say.
     *
     * @param kind null only when the row has a fault
     */
    record Entry(
            String serial,
            @Nullable DeviceKind kind,
            @Nullable String device,
            @Nullable String name,
            Where where,
            @Nullable Integer heartbeat) {

        boolean hasPlace() {
            return device != null || name != null || !where.isNowhere();
        }
    }

    /** Building, floor and door, each as far as it is said. */
    record Where(
            @Nullable String building,
            @Nullable String floor,
            @Nullable String door) {

        boolean isNowhere() {
            return building == null && floor == null && door == null;
        }
    }

    private final Sheet.Line line;
    private final Map<DeviceColumn, Integer> columns;
    private final List<Fault> faults = new ArrayList<>();

    DeviceRow(Sheet.Line line, Map<DeviceColumn, Integer> columns) {
        this.line = line;
        this.columns = columns;
    }

    int number() {
        return line.number();
    }

    /** Whether the template's row was left in the list. */
    boolean isExample() {
        return cell(DeviceColumn.SERIAL).startsWith(DeviceTemplate.EXAMPLE);
    }

    List<Fault> faults() {
        return faults;
    }

    void fault(DeviceColumn column, String code, String value) {
        faults.add(new Fault(line.number(), column.name(), code, value));
    }

    Entry entry() {
        String serial = cell(DeviceColumn.SERIAL);
        if (serial.isEmpty()) {
            fault(DeviceColumn.SERIAL, "MISSING", "");
        } else if (serial.length() > LONGEST_SERIAL) {
            fault(DeviceColumn.SERIAL, "TOO_LONG", "");
        } else if (serial.matches("[0-9.]+[eE]\\+?[0-9]+")) {
            // a spreadsheet has made a quantity of it and lost its last digits
            fault(DeviceColumn.SERIAL, "BAD_NUMBER", serial);
        }
        String device = text(DeviceColumn.DEVICE, LONGEST_NAME);
        if (device != null && !Ids.isValid(device)) {
            fault(DeviceColumn.DEVICE, "BAD_ID", device);
        }
        return new Entry(
                serial,
                kind(),
                device,
                text(DeviceColumn.NAME, LONGEST_NAME),
                new Where(
                        text(DeviceColumn.BUILDING, LONGEST_PART),
                        text(DeviceColumn.FLOOR, LONGEST_PART),
                        text(DeviceColumn.DOOR, LONGEST_PART)),
                heartbeat());
    }

    private @Nullable DeviceKind kind() {
        String given = cell(DeviceColumn.KIND);
        if (given.isEmpty()) {
            fault(DeviceColumn.KIND, "MISSING", "");
            return null;
        }
        DeviceKind known = KINDS.get(given);
        if (known != null) {
            return known;
        }
        try {
            return DeviceKind.valueOf(given.toUpperCase(Locale.ROOT).replaceAll("[\\s-]+", "_"));
        } catch (IllegalArgumentException e) {
            fault(DeviceColumn.KIND, "BAD_KIND", given);
            return null;
        }
    }

    private @Nullable Integer heartbeat() {
        String given = cell(DeviceColumn.HEARTBEAT);
        if (given.isEmpty()) {
            return null;
        }
        if (given.matches("[0-9]{1,5}")) {
            int seconds = Integer.parseInt(given);
            if (seconds > 0 && seconds <= SLOWEST_HEARTBEAT) {
                return seconds;
            }
        }
        fault(DeviceColumn.HEARTBEAT, "BAD_SECONDS", given);
        return null;
    }

    private @Nullable String text(DeviceColumn column, int longest) {
        String given = cell(column);
        if (given.length() > longest) {
            fault(column, "TOO_LONG", "");
        }
        return given.isEmpty() ? null : given;
    }

    private String cell(DeviceColumn column) {
        Integer at = columns.get(column);
        return at == null || at >= line.cells().size() ? "" : line.cells().get(at);
    }
}
