package io.gatehouse.fleet.twin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.command.Commands;
import io.gatehouse.fleet.command.Ordered;
import io.gatehouse.fleet.command.Request;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.command.CommandType;
import org.jdbi.v3.core.Handle;

/** Orders devices to take their settings. One that slept through a day is ordered again. */
final class SettingsOrders {

    private static final int LIFE_SECONDS = 86_400;

    private final Commands commands;
    private final Surroundings surroundings;

    SettingsOrders(Commands commands, Surroundings surroundings) {
        this.commands = commands;
        this.surroundings = surroundings;
    }

    /**
     * Whether an order is due: not while one of the same version is on its way, and not again after a device has said no or
     * done to that version; then somebody has to look.
     */
    boolean isDue(TwinRow row) {
        String state = row.last().state();
        if (state == null || state.equals("EXPIRED")) {
            return true;
        }
        return row.last().version() < row.version();
    }

    Ordered order(Handle handle, TwinRow row) {
        ObjectNode data = Json.object().put("version", row.version());
        data.set("settings", row.desired());
        if (row.last().command() != null) {
            commands.withdraw(handle, row.last().command(), "there are newer settings");
        }
        Request request = new Request(
                CommandType.CONFIGURE,
                "settings-" + surroundings.ids().next(),
                LIFE_SECONDS,
                "settings, version " + row.version(),
                data);
        Ordered ordered =
                commands.order(handle, new SiteId(row.site()), new DeviceId(row.device()), request, "settings");
        if (ordered instanceof Ordered.Queued queued) {
            TwinWrites.ordered(handle, row, queued.order().commandId());
        }
        return ordered;
    }
}
