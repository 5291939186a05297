package io.gatehouse.fleet.patrol;

import io.gatehouse.fleet.store.Json;
import io.gatehouse.patrol.ScanReader;
import io.gatehouse.patrol.ScansTaken;
import io.gatehouse.patrol.judge.Evidence;
import io.gatehouse.patrol.judge.MissCause;
import io.gatehouse.patrol.judge.RoundOrder;
import io.gatehouse.patrol.live.PatrolOrder;
import io.gatehouse.patrol.phone.PhoneReport;
import io.gatehouse.patrol.wand.WandMark;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.EventClass;
import io.gatehouse.protocol.TimeQuality;
import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.access.AccessDecision;
import io.gatehouse.protocol.patrol.CheckpointScan;
import io.gatehouse.protocol.patrol.Mark;
import io.gatehouse.protocol.patrol.PatrolCheckpoint;
import io.gatehouse.protocol.uplink.GatewayEvents;
import io.gatehouse.protocol.uplink.SiteEvent;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** All that is known about rounds of a span of time: from gateways' events and from what came to the fleet itself. */
final class EvidenceQuery {

    private static final long HOUR = 3_600_000L;

    private final Handle handle;
    private final PatrolSite on;
    private final ScanReader reader;
    private final Map<String, CheckpointScan> scans = new LinkedHashMap<>();
    private final List<Evidence.Trace> traces = new ArrayList<>();
    private final List<Evidence.Outage> outages = new ArrayList<>();
    private final Map<String, Down> down = new HashMap<>();
    private final Set<String> lowBatteries = new HashSet<>();
    private final Map<String, Long> watermarks = new HashMap<>();
    private final List<RoundOrder> orders = new ArrayList<>();
    private final PhoneDuty duty = new PhoneDuty();

    private record Down(MissCause cause, long since) {}

    private EvidenceQuery(Handle handle, PatrolSite on) {
        this.handle = handle;
        this.on = on;
        this.reader = new ScanReader(on.plan());
    }

    /** Of that span, in milliseconds since 1970; what came later and is about it is there too. */
    static Evidence of(Handle handle, PatrolSite on, long from, long to) {
        EvidenceQuery query = new EvidenceQuery(handle, on);
        query.events(from - HOUR);
        query.own(from, to);
        query.phones(from, to);
        query.down.forEach(
                (device, one) -> query.outages.add(new Evidence.Outage(device, one.cause, one.since, Long.MAX_VALUE)));
        return new Evidence(
                query.scans.values().stream()
                        .filter(scan -> scan.at() >= from && scan.at() <= to)
                        .toList(),
                query.traces,
                query.outages,
                query.custody(from),
                query.watermarks,
                query.orders,
                TagCountTable.before(handle, on.site(), on.plan(), from));
    }

    private void events(long from) {
        Set<String> places =
                on.plan().checkpoints().stream().flatMap(EvidenceQuery::places).collect(Collectors.toSet());
        Set<String> readers = on.plan().checkpoints().stream()
                .flatMap(checkpoint -> checkpoint.marks().stream())
                .map(Mark::device)
                .filter(device -> device != null)
                .collect(Collectors.toSet());
        handle.createQuery("""
                        select * from event where site = :site and fleet_time >= :from and (
                            type in ('CheckpointScanned', 'PatrolScansTaken', 'PatrolOrdered', 'PatrolTold')
                            or (type in ('CredentialPresented', 'DoorOpened')
                                and (door = any(:places) or access_point = any(:places)))
                            or (type in ('DeviceConnected', 'DeviceDisconnected', 'BatteryLow') and device = any(:readers))
                            or type in ('GatewayStarted', 'GatewayStopped'))
                        order by gateway_time, log, seq
                        """)
                .bind("site", on.site().value())
                .bind("from", OffsetDateTime.ofInstant(Instant.ofEpochMilli(from), ZoneOffset.UTC))
                .bindArray("places", String.class, places.toArray())
                .bindArray("readers", String.class, readers.toArray())
                .map((row, context) -> new Row(
                        event(row), row.getString("door"), row.getString("access_point"), row.getString("gateway")))
                .forEach(this::take);
    }

    private record Row(
            SiteEvent event,
            @Nullable String door,
            @Nullable String accessPoint,
            String gateway) {}

    private static Stream<String> places(PatrolCheckpoint checkpoint) {
        return Stream.concat(
                checkpoint.near().stream(),
                checkpoint.marks().stream()
                        .filter(mark -> mark.kind().isIncidental())
                        .map(Mark::value));
    }

    private void take(Row row) {
        SiteEvent event = row.event;
        switch (event.type()) {
            case "CheckpointScanned" -> put(reader.atCheckpoint(event));
            case GatewayEvents.PATROL_ORDERED -> body(event, RoundOrder.class).forEach(this::order);
            case GatewayEvents.PATROL_TOLD -> body(event, PatrolOrder.class).forEach(this::told);
            case GatewayEvents.PATROL_SCANS_TAKEN -> ScansTaken.of(event).fold(this::taken, refusal -> false);
            case "DoorOpened" -> opened(row);
            case "CredentialPresented" -> read(row);
            case GatewayEvents.DEVICE_CONNECTED -> up(event);
            case GatewayEvents.DEVICE_DISCONNECTED -> down(event);
            case "BatteryLow" -> low(event);
            case GatewayEvents.GATEWAY_STOPPED ->
                down.putIfAbsent(Evidence.Outage.GATEWAY, new Down(MissCause.GATEWAY_DOWN, event.gatewayTime()));
            case GatewayEvents.GATEWAY_STARTED -> end(Evidence.Outage.GATEWAY, event.gatewayTime());
            default -> {}
        }
    }

    private void put(CheckpointScan scan) {
        scans.merge(scan.id(), scan, EvidenceQuery::better);
    }

    /** The same scan told again changes nothing, unless it says more: it can be believed, and the first could not. */
    private static CheckpointScan better(CheckpointScan first, CheckpointScan again) {
        return again.saysMoreThan(first) ? again : first;
    }

    private boolean taken(ScansTaken taken) {
        taken.scans().forEach(this::put);
        WandMark mark = taken.mark();
        if (mark != null) {
            watermarks.merge(mark.wand(), mark.readUpTo(), Math::max);
        }
        return true;
    }

    /** What the fleet ordered comes back from each gateway that carried it out. */
    private void order(RoundOrder order) {
        if (!orders.contains(order)) {
            orders.add(order);
        }
    }

    private void told(PatrolOrder order) {
        PhoneReport report = order.report();
        if (report != null) {
            duty.tell(report);
            report.signature().ifPresent(this::order);
        }
        String subject = order.subject();
        if (order.kind() == PatrolOrder.Kind.TOLD_ALL && subject != null) {
            watermarks.merge(subject, order.at(), Math::max);
        }
    }

    private void opened(Row row) {
        String door = row.door;
        if (door != null) {
            CheckpointScan scan = reader.atDoor(row.event, door);
            traces.add(new Evidence.Trace(door, scan.at()));
            put(scan);
        }
    }

    private void read(Row row) {
        Stream.of(row.door, row.accessPoint)
                .filter(place -> place != null)
                .forEach(place -> traces.add(new Evidence.Trace(String.valueOf(place), row.event.gatewayTime())));
        reader.atReader(row.event).ifPresent(this::put);
    }

    private void low(SiteEvent event) {
        DeviceId device = event.device();
        if (device != null) {
            lowBatteries.add(device.value());
        }
    }

    /** A battery that was low and then silent was flat. */
    private void down(SiteEvent event) {
        DeviceId device = event.device();
        if (device != null) {
            boolean flat = lowBatteries.contains(device.value());
            down.put(
                    device.value(),
                    new Down(flat ? MissCause.BATTERY_FLAT : MissCause.READER_DOWN, event.gatewayTime()));
        }
    }

    private void up(SiteEvent event) {
        DeviceId device = event.device();
        if (device != null) {
            lowBatteries.remove(device.value());
            end(device.value(), event.gatewayTime());
        }
    }

    private void end(String device, long at) {
        Down was = down.remove(device);
        if (was != null) {
            outages.add(new Evidence.Outage(device, was.cause, was.since, at));
        }
    }

    private static <T> List<T> body(SiteEvent event, Class<T> type) {
        return event.body() == null
                ? List.of()
                : WireFormat.JSON
                        .read(WireFormat.JSON.write(event.body()), type)
                        .fold(List::of, refusal -> List.of());
    }

    private void own(long from, long to) {
        handle.createQuery("select content from patrol_scan where site = ? and at between ? and ?")
                .bind(0, on.site().value())
                .bind(1, from)
                .bind(2, to)
                .map((row, context) -> Json.read(row.getString(1), CheckpointScan.class))
                .forEach(this::put);
        handle.createQuery("select content from patrol_order where site = ? and at >= ? order by at, id")
                .bind(0, on.site().value())
                .bind(1, from)
                .map((row, context) -> Json.read(row.getString(1), RoundOrder.class))
                .forEach(this::order);
        handle.createQuery("select mark from patrol_upload where site = ? and mark is not null and at >= ?")
                .bind(0, on.site().value())
                .bind(1, from)
                .map((row, context) -> Json.read(row.getString(1), WandMark.class))
                .forEach(mark -> watermarks.merge(mark.wand(), mark.readUpTo(), Math::max));
    }

    private List<Evidence.Custody> custody(long from) {
        List<Evidence.Custody> all = new ArrayList<>(custody(handle, on.site().value(), from));
        all.addAll(duty.custody());
        return all;
    }

    /** Who had which phone with them, and up to when all that it read is known. */
    private void phones(long from, long to) {
        handle.createQuery("select content from patrol_report where site = ? and kind = 'SIGN' and at >= ?")
                .bind(0, on.site().value())
                .bind(1, from)
                .map((row, context) -> Json.read(row.getString(1), PhoneReport.class))
                .forEach(report -> report.signature().ifPresent(this::order));
        handle.createQuery("select content from patrol_report where site = ? and kind in ('ON_DUTY', 'OFF_DUTY')"
                        + " and jsonb_exists(content, 'phone') and at between ? and ?")
                .bind(0, on.site().value())
                .bind(1, from - 24 * HOUR)
                .bind(2, to)
                .map((row, context) -> Json.read(row.getString(1), PhoneReport.class))
                .forEach(duty::tell);
        handle.createQuery("select id, told_all from patrol_phone where site = ? and told_all is not null")
                .bind(0, on.site().value())
                .map((row, context) -> Map.entry(row.getString(1), row.getLong(2)))
                .forEach(told -> watermarks.merge(told.getKey(), told.getValue(), Math::max));
    }

    static List<Evidence.Custody> custody(Handle handle, String site, long from) {
        return handle.createQuery(
                        "select * from patrol_custody where site = ? and coalesce(to_at, ?) >= ? order by from_at")
                .bind(0, site)
                .bind(1, Long.MAX_VALUE)
                .bind(2, from)
                .map((row, context) -> {
                    long to = row.getLong("to_at");
                    boolean out = row.wasNull();
                    return new Evidence.Custody(
                            row.getString("wand"),
                            row.getString("officer"),
                            row.getLong("from_at"),
                            out ? Long.MAX_VALUE : to);
                })
                .list();
    }

    private static SiteEvent event(ResultSet row) throws SQLException {
        String device = row.getString("device");
        String decision = row.getString("decision");
        String body = row.getString("body");
        return new SiteEvent(
                EventClass.valueOf(row.getString("class")),
                row.getString("type"),
                device == null ? null : new DeviceId(device),
                row.getString("boot_id"),
                row.getObject("device_seq", Long.class),
                row.getObject("device_time", Long.class),
                row.getLong("gateway_time"),
                TimeQuality.valueOf(row.getString("time_quality")),
                row.getBoolean("replayed"),
                body == null ? null : Json.read(body),
                decision == null ? null : Json.read(decision, AccessDecision.class));
    }
}
