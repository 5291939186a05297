package io.gatehouse.fleet.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.SiteId;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/**
 * What people changed of a device and its position, for its timeline: who, what and why. What was there before and after is
 * the auditors' ({@link Changes}). Blocks.
 */
public final class DeviceChanges {

    /** These stand in the timeline by themselves. */
    private static final String TOLD_ANYWAY = "('orderCommand', 'addNote', 'deleteNote')";

    private final Jdbi jdbi;

    public DeviceChanges(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Those from before a moment, newest first. */
    public List<ObjectNode> of(SiteId site, DeviceId device, Instant before, int limit) {
        String name = site + "/" + device;
        String[] targets = {
            "device " + name,
            "position " + name,
            "settings DEVICE " + name,
            "/api/v1/sites/" + site + "/devices/" + device + "/label"
        };
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select id, at, who, action, reason from audit where site = :site and target = any (:targets)"
                                + " and at < :before and action not in " + TOLD_ANYWAY
                                + " order by at desc, id desc limit :limit")
                .bind("site", site.value())
                .bindArray("targets", String.class, (Object[]) targets)
                .bind("before", Grants.at(before))
                .bind("limit", limit)
                .map((row, context) -> {
                    ObjectNode change = Json.object()
                            .put("id", row.getLong("id"))
                            .put("at", Json.time(row.getObject("at", OffsetDateTime.class).toInstant()))
                            .put("who", row.getString("who"))
                            .put("action", row.getString("action"));
                    String reason = row.getString("reason");
                    return reason == null ? change : change.put("reason", reason);
                })
                .list());
    }
}
