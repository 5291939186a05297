package io.gatehouse.fleet.rollout;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.core.FleetCore;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.protocol.SiteId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Devices of a site as the fleet's tables show them, moved by hand: heard, told, silent. */
public final class PlayedDevices {

    private final FleetCore core;
    private final SiteId site;
    private final String gateway;
    private final Set<String> bad = new HashSet<>();
    private final Set<String> asleep = new HashSet<>();
    private final Set<String> cutOff = new HashSet<>();

    public PlayedDevices(FleetCore core, SiteId site, String gateway) {
        this.core = core;
        this.site = site;
        this.gateway = gateway;
    }

    public PlayedDevices with(int count, String kind) {
        return with("d-", count, kind);
    }

    PlayedDevices with(String prefix, int count, String kind) {
        core.jdbi().useHandle(handle -> handle.execute("""
                insert into device (site, id, kind, name, secret_sealed, heartbeat_seconds, gateway, state,
                    state_time)
                select ?, ? || n, ?, 'Device ' || n, '\\x00', 30, ?, '{"firmware": "2.4.1", "settings": {"volume": 60}}',
                    1790000000000
                from generate_series(1, ?) n
                """, site.value(), prefix, kind, gateway, count));
        return this;
    }

    /** From its update on it is not heard any more. */
    void spoil(String device) {
        bad.add(device);
    }

    /** Firmware does not come to it. */
    void cutOff(String device) {
        cutOff.add(device);
    }

    void joined() {
        cutOff.clear();
    }

    void sleeps(String device) {
        asleep.add(device);
    }

    void wakes(String device) {
        asleep.remove(device);
    }

    /** A moment passes: whoever is well is heard, and does what it was told. */
    public void live() {
        core.jdbi().useTransaction(handle -> {
            handle.execute(
                    "update gateway set last_heard = now(), online_since = coalesce(online_since, now()) where id = ?",
                    gateway);
            List<String> all = handle.createQuery("select id from device where site = ?")
                    .bind(0, site.value())
                    .mapTo(String.class)
                    .list();
            for (String device : all) {
                if (!asleep.contains(device)) {
                    obey(handle, device);
                }
            }
        });
    }

    private void obey(Handle handle, String device) {
        String command = handle.createQuery("""
                        select id || ' ' || type from command where site = ? and device = ? and state = 'QUEUED'
                        order by issued_at limit 1
                        """)
                .bind(0, site.value())
                .bind(1, device)
                .mapTo(String.class)
                .findOne()
                .orElse("");
        if (command.endsWith("UpdateFirmware") && bad.contains(device)) {
            handle.execute("update command set state = 'SENT' where id = ?", command.split(" ")[0]);
            asleep.add(device);
            return;
        }
        if (command.endsWith("UpdateFirmware") && cutOff.contains(device)) {
            handle.execute(
                    "update command set state = 'FAILED', code = 'NOT_FETCHED', message = 'no answer' where id = ?",
                    command.split(" ")[0]);
        } else if (!command.isEmpty()) {
            handle.execute("update command set state = 'DONE' where id = ?", command.split(" ")[0]);
            tell(handle, device, command.split(" ")[1], command.split(" ")[0]);
        }
        handle.execute(
                "update device set last_heard = now(), session = 'mqtt5' where site = ? and id = ?",
                site.value(),
                device);
    }

    private void tell(Handle handle, String device, String type, String command) {
        String data = handle.createQuery("select coalesce(data, '{}')::text from command where id = ?")
                .bind(0, command)
                .mapTo(String.class)
                .one();
        ObjectNode said = Json.object();
        switch (type) {
            case "UpdateFirmware" -> said.set("firmware", Json.read(data).path("version"));
            case "RevertFirmware" -> said.put("firmware", "2.4.1");
            case "Configure" -> {
                said.set("settings", Json.read(data).path("settings"));
                said.set("settingsVersion", Json.read(data).path("version"));
            }
            default -> {
                // nothing to tell
            }
        }
        handle.execute("""
                update device set state = state || ?::jsonb, state_time = (extract(epoch from now()) * 1000)::bigint
                where site = ? and id = ?
                """, Json.write(said), site.value(), device);
    }
}
