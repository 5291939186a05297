package io.gatehouse.gateway.patrol;

import io.gatehouse.patrol.judge.MissCause;
import io.gatehouse.patrol.live.PatrolDesk;
import io.gatehouse.protocol.patrol.Mark;
import io.gatehouse.protocol.patrol.PatrolPlan;
import io.gatehouse.protocol.uplink.GatewayHeartbeat.DeviceFacts;
import io.gatehouse.protocol.uplink.SiteEvent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Which checkpoint devices are there to notice a guard, and why not. On the gateway's context. */
public final class ReaderWatch {

    private static final long LOOK_EVERY_MILLIS = 5_000;

    private final PatrolDesk desk;
    private final Set<String> lowBatteries;
    private final Map<String, Boolean> away = new HashMap<>();
    private Set<String> wanted = Set.of();
    private Supplier<List<DeviceFacts>> facts = List::of;
    private long lookedAt;
    private long since;

    ReaderWatch(PatrolDesk desk, List<String> lowBatteries) {
        this.desk = desk;
        this.lowBatteries = new HashSet<>(lowBatteries);
    }

    /** Who knows which devices are connected; set once while wiring. */
    public void facts(Supplier<List<DeviceFacts>> source) {
        facts = source;
    }

    void plan(PatrolPlan plan) {
        wanted = plan.checkpoints().stream()
                .flatMap(checkpoint -> checkpoint.marks().stream())
                .map(Mark::device)
                .filter(Objects::nonNull)
                .collect(Collectors.toUnmodifiableSet());
    }

    void batteryLow(SiteEvent event) {
        if (event.device() != null) {
            lowBatteries.add(event.device().value());
        }
    }

    List<String> lowBatteries() {
        return List.copyOf(lowBatteries);
    }

    void look(long now) {
        since = since == 0 ? now : since;
        if (wanted.isEmpty() || now - lookedAt < LOOK_EVERY_MILLIS) {
            return;
        }
        lookedAt = now;
        for (DeviceFacts device : facts.get()) {
            String id = device.device().value();
            if (wanted.contains(id)) {
                seen(id, device.session() == null, device.lastHeard() == null ? since : device.lastHeard(), now);
            }
        }
    }

    private void seen(String device, boolean gone, long heard, long now) {
        Boolean before = away.put(device, gone);
        if (before != null && before == gone) {
            return;
        }
        if (gone) {
            boolean flat = lowBatteries.contains(device);
            desk.down(device, flat ? MissCause.BATTERY_FLAT : MissCause.READER_DOWN, heard);
        } else {
            lowBatteries.remove(device);
            desk.up(device, now);
        }
    }
}
