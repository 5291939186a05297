package io.gatehouse.fleet.twin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.command.Commands;
import io.gatehouse.fleet.command.Ordered;
import io.gatehouse.fleet.command.Request;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.store.Keys;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.protocol.Decoded;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.artifact.OwnConfiguration;
import io.gatehouse.protocol.artifact.SignedConfiguration;
import io.gatehouse.protocol.command.CommandType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * What gateways themselves run with. It goes there signed; the gateway tries it, and goes back by itself when its line does not
 * come back. What it says of the order is what is known.
 */
public final class GatewayConfigurations {

    private static final int LIFE_SECONDS = 3_600;

    private final Jdbi jdbi;
    private final Keys keys;
    private final Commands commands;
    private final Surroundings surroundings;

    public GatewayConfigurations(Jdbi jdbi, Keys keys, Commands commands, Surroundings surroundings) {
        this.jdbi = jdbi;
        this.keys = keys;
        this.commands = commands;
        this.surroundings = surroundings;
    }

    /** As REST shows it; nothing when there is no such gateway. */
    public Optional<ObjectNode> of(GatewayId gateway) {
        return jdbi.inTransaction(handle -> siteOf(handle, gateway).map(site -> {
            settle(handle, gateway);
            return shown(handle, gateway);
        }));
    }

    /** @param version the one that whoever changes it has seen */
    public SettingsOutcome change(GatewayId gateway, Map<String, String> settings, long version, String by) {
        return jdbi.inTransaction(handle -> {
            Optional<SiteId> site = siteOf(handle, gateway);
            if (site.isEmpty()) {
                return new SettingsOutcome.Nothing("gateway " + gateway);
            }
            OwnConfiguration next = new OwnConfiguration(gateway, version + 1, settings);
            Decoded<OwnConfiguration> checked = next.checked();
            if (checked instanceof Decoded.Malformed<OwnConfiguration> wrong) {
                return new SettingsOutcome.Wrong(wrong.refusal().message());
            }
            settle(handle, gateway);
            Layer now = lock(handle, gateway);
            if (now.version() != version) {
                return new SettingsOutcome.Conflict(now);
            }
            Ordered ordered = order(handle, site.get(), next, by);
            write(handle, next, by, ordered);
            return new SettingsOutcome.Done(shown(handle, gateway), List.of(ordered));
        });
    }

    private Ordered order(Handle handle, SiteId site, OwnConfiguration next, String by) {
        byte[] signed = SignedConfiguration.sign(next, keys.signing()).write();
        ObjectNode data = Json.object()
                .put("version", next.version())
                .put("configuration", Base64.getEncoder().encodeToString(signed));
        Request request = new Request(
                CommandType.CONFIGURE_GATEWAY,
                "configuration-" + surroundings.ids().next(),
                LIFE_SECONDS,
                "configuration, version " + next.version(),
                data);
        return commands.orderGateway(handle, site, next.gateway(), request, by);
    }

    private void write(Handle handle, OwnConfiguration next, String by, Ordered ordered) {
        String command =
                ordered instanceof Ordered.Queued queued ? queued.order().commandId() : null;
        handle.createUpdate("""
                        insert into gateway_configuration (gateway, settings, version, changed_by, changed_at, command)
                        values (:gateway, :settings::jsonb, :version, :by, :at, :command)
                        on conflict (gateway) do update set settings = excluded.settings, version = excluded.version,
                            changed_by = excluded.changed_by, changed_at = excluded.changed_at, command = excluded.command
                        """)
                .bind("gateway", next.gateway().value())
                .bind("settings", Json.write(next.settings()))
                .bind("version", next.version())
                .bind("by", by)
                .bind("at", OffsetDateTime.ofInstant(surroundings.clock().instant(), ZoneOffset.UTC))
                .bind("command", command)
                .execute();
    }

    /** What the gateway has confirmed meanwhile. */
    private static void settle(Handle handle, GatewayId gateway) {
        handle.execute("""
                update gateway_configuration g set confirmed = g.settings, confirmed_version = g.version
                from command c where g.gateway = ? and c.id = g.command and c.state = 'DONE'
                    and g.confirmed_version is distinct from g.version
                """, gateway.value());
    }

    private static Layer lock(Handle handle, GatewayId gateway) {
        handle.createQuery("select id from gateway where id = ? for update")
                .bind(0, gateway.value())
                .mapTo(String.class)
                .one();
        LayerKey key = LayerKey.ofDevice("", gateway.value());
        return handle.createQuery("select * from gateway_configuration where gateway = ?")
                .bind(0, gateway.value())
                .map((row, context) -> new Layer(
                        key,
                        (ObjectNode) Json.read(row.getString("settings")),
                        row.getLong("version"),
                        row.getString("changed_by"),
                        row.getObject("changed_at", OffsetDateTime.class),
                        null))
                .findOne()
                .orElseGet(() -> Layer.empty(key));
    }

    private static ObjectNode shown(Handle handle, GatewayId gateway) {
        return handle.createQuery("""
                        select g.*, c.state, c.message from gateway_configuration g left join command c on c.id = g.command
                        where g.gateway = ?
                        """)
                .bind(0, gateway.value())
                .map((row, context) -> json(row))
                .findOne()
                .orElseGet(() -> nothing(gateway));
    }

    private static ObjectNode nothing(GatewayId gateway) {
        ObjectNode json = Json.object().put("gateway", gateway.value()).put("version", 0);
        json.putObject("settings");
        json.putObject("confirmed");
        return json;
    }

    private static ObjectNode json(ResultSet row) throws SQLException {
        ObjectNode json = Json.object()
                .put("gateway", row.getString("gateway"))
                .put("version", row.getLong("version"))
                .put("changedBy", row.getString("changed_by"))
                .put(
                        "changedAt",
                        Json.time(row.getObject("changed_at", OffsetDateTime.class)
                                .toInstant()));
        json.set("settings", Json.read(row.getString("settings")));
        json.set("confirmed", Json.read(row.getString("confirmed")));
        if (row.getObject("confirmed_version") != null) {
            json.put("confirmedVersion", row.getLong("confirmed_version"));
        }
        for (String column : List.of("command", "state", "message")) {
            if (row.getString(column) != null) {
                json.put(column, row.getString(column));
            }
        }
        return json;
    }

    /** The settings of a body; every value is a text. */
    public static Map<String, String> texts(JsonNode settings) {
        Map<String, String> texts = new LinkedHashMap<>();
        settings.fields()
                .forEachRemaining(
                        field -> texts.put(field.getKey(), field.getValue().asText()));
        return texts;
    }

    private static Optional<SiteId> siteOf(Handle handle, GatewayId gateway) {
        return handle.createQuery("select site from gateway where id = ?")
                .bind(0, gateway.value())
                .mapTo(String.class)
                .findOne()
                .map(SiteId::new);
    }
}
