package io.gatehouse.fleet.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.command.CommandOrder;
import io.gatehouse.protocol.command.CommandType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** A command's row, read as the order that travels and as what REST shows. */
record CommandRow(
        SiteId site,
        GatewayId gateway,
        String state,
        @Nullable String message,
        @Nullable String code,
        CommandOrder order,
        @Nullable String cancel) {

    static Optional<CommandRow> lock(Handle handle, String id) {
        return handle.createQuery("select * from command where id = ? for update")
                .bind(0, id)
                .map((row, context) -> read(row))
                .findOne();
    }

    static Optional<CommandRow> byId(Handle handle, String id) {
        return handle.createQuery("select * from command where id = ?")
                .bind(0, id)
                .map((row, context) -> read(row))
                .findOne();
    }

    static CommandRow byKey(Handle handle, SiteId site, DeviceId device, String key) {
        return handle.createQuery("select * from command where site = ? and device = ? and idempotency_key = ?")
                .bind(0, site.value())
                .bind(1, device.value())
                .bind(2, key)
                .map((row, context) -> read(row))
                .one();
    }

    static List<CommandRow> of(Handle handle, SiteId site, DeviceId device, OffsetDateTime before, int limit) {
        return handle.createQuery("""
                        select * from command where site = ? and device = ? and issued_at < ?
                        order by issued_at desc, id limit ?
                        """)
                .bind(0, site.value())
                .bind(1, device.value())
                .bind(2, before)
                .bind(3, limit)
                .map((row, context) -> read(row))
                .list();
    }

    static List<CommandRow> ofSite(Handle handle, SiteId site, int limit) {
        return handle.createQuery(
                        "select * from command where site = ? and device = gateway and type <> 'CancelCommand' order by issued_at desc, id"
                                + " limit ?")
                .bind(0, site.value())
                .bind(1, limit)
                .map((row, context) -> read(row))
                .list();
    }

    static List<CommandOrder> waiting(Handle handle, GatewayId gateway) {
        return handle.createQuery(
                        "select * from command where gateway = ? and state = 'QUEUED' and cancel is null order by issued_at, id")
                .bind(0, gateway.value())
                .map((row, context) -> read(row).order())
                .list();
    }

    static ObjectNode json(Handle handle, CommandRow row) {
        CommandOrder order = row.order();
        ObjectNode json = Json.object()
                .put("id", order.commandId())
                .put("site", row.site().value())
                .put("gateway", row.gateway().value())
                .put("device", order.device().value())
                .put("type", order.type().wireName())
                .put("idempotencyKey", order.idempotencyKey())
                .put("state", row.state())
                .put("issuedAt", Json.time(order.issuedAt()))
                .put("expiresAt", Json.time(order.expiresAt()))
                .put("operator", order.operator());
        if (order.reason() != null) {
            json.put("reason", order.reason());
        }
        if (row.message() != null) {
            json.put("message", row.message());
        }
        if (row.code() != null) {
            json.put("code", row.code());
        }
        Map<String, JsonNode> data = order.data();
        if (data != null) {
            json.putObject("data").setAll(data);
        }
        if (row.cancel() != null) {
            cancel(handle, row.cancel(), json.putObject("cancel"));
        }
        steps(handle, order.commandId(), json.putArray("steps"));
        return json;
    }

    /** Who wants to take it back, and what the gateway says to that. */
    private static void cancel(Handle handle, String id, ObjectNode json) {
        byId(handle, id).ifPresent(asked -> {
            json.put("by", asked.order().operator())
                    .put("at", Json.time(asked.order().issuedAt()))
                    .put("state", asked.state());
            if (asked.order().reason() != null) {
                json.put("reason", asked.order().reason());
            }
            if (asked.message() != null) {
                json.put("message", asked.message());
            }
        });
    }

    /** In the order of their states: gateways' clocks may differ from ours. */
    private static void steps(Handle handle, String id, ArrayNode steps) {
        handle.createQuery("""
                        select * from command_step where command = ? order by array_position(array['QUEUED', 'ACCEPTED',
                            'SENT', 'ACKNOWLEDGED', 'DONE', 'FAILED', 'EXPIRED', 'CANCELLED'], state)
                        """)
                .bind(0, id)
                .map((row, context) -> {
                    ObjectNode step =
                            Json.object().put("state", row.getString("state")).put("at", Json.time(millis(row, "at")));
                    if (row.getString("message") != null) {
                        step.put("message", row.getString("message"));
                    }
                    return step;
                })
                .forEach(steps::add);
    }

    static CommandRow read(ResultSet row) throws SQLException {
        String data = row.getString("data");
        return new CommandRow(
                new SiteId(row.getString("site")),
                new GatewayId(row.getString("gateway")),
                row.getString("state"),
                row.getString("message"),
                row.getString("code"),
                new CommandOrder(
                        row.getString("id"),
                        row.getString("idempotency_key"),
                        new DeviceId(row.getString("device")),
                        CommandType.byWireName(row.getString("type")),
                        millis(row, "issued_at"),
                        millis(row, "expires_at"),
                        row.getString("operator"),
                        row.getString("reason"),
                        data == null ? null : fields(Json.read(data))),
                row.getString("cancel"));
    }

    private static Map<String, JsonNode> fields(JsonNode object) {
        Map<String, JsonNode> fields = new HashMap<>();
        object.fields().forEachRemaining(field -> fields.put(field.getKey(), field.getValue()));
        return fields;
    }

    private static long millis(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant().toEpochMilli();
    }
}
