package io.gatehouse.fleet.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.command.CommandOrder;
import io.gatehouse.protocol.command.CommandState;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Orders commands, once a key, and expires those that nobody took. */
public final class Commands {

    private final Jdbi jdbi;
    private final Surroundings surroundings;

    public Commands(Jdbi jdbi, Surroundings surroundings) {
        this.jdbi = jdbi;
        this.surroundings = surroundings;
    }

    /** Queues the command; the same key and type for the same device is the same command. */
    public Ordered order(SiteId site, DeviceId device, Request request, String operator) {
        return jdbi.inTransaction(handle -> order(handle, site, device, request, operator));
    }

    /** The same as a part of somebody's transaction. */
    public Ordered order(Handle handle, SiteId site, DeviceId device, Request request, String operator) {
        if (!exists(handle, site, device)) {
            return new Ordered.NoDevice();
        }
        Optional<String> gateway = gatewayOf(handle, site, device);
        if (gateway.isEmpty()) {
            return new Ordered.NoGateway();
        }
        return queue(handle, site, new GatewayId(gateway.get()), device, request, operator);
    }

    /** Something for the gateway itself, as a part of somebody's transaction. */
    public Ordered orderGateway(Handle handle, SiteId site, GatewayId gateway, Request request, String operator) {
        return queue(handle, site, gateway, new DeviceId(gateway.value()), request, operator);
    }

    /** Takes back what no gateway has taken yet; whether it could. */
    public boolean withdraw(Handle handle, String id, String why) {
        int taken = handle.execute(
                "update command set state = 'FAILED', message = ? where id = ? and state = 'QUEUED'", why, id);
        if (taken == 1) {
            step(handle, id, CommandState.FAILED, now());
        }
        return taken == 1;
    }

    /** As REST shows it. */
    public Optional<ObjectNode> find(String id) {
        return jdbi.withHandle(handle -> CommandRow.byId(handle, id).map(row -> CommandRow.json(handle, row)));
    }

    /** Newest first. */
    public List<ObjectNode> of(SiteId site, DeviceId device, OffsetDateTime before, int limit) {
        return jdbi.withHandle(handle -> CommandRow.of(handle, site, device, before, limit).stream()
                .map(row -> CommandRow.json(handle, row))
                .toList());
    }

    /** What the gateway has not taken yet and is still worth doing, oldest first. */
    public List<CommandOrder> waiting(GatewayId gateway) {
        return jdbi.inTransaction(handle -> {
            expire(handle);
            return CommandRow.waiting(handle, gateway);
        });
    }

    /** Ends what nobody took in time; the ids of those. */
    public List<String> expire() {
        return jdbi.inTransaction(this::expire);
    }

    private List<String> expire(Handle handle) {
        OffsetDateTime now = now();
        List<String> over = handle.createQuery(
                        "update command set state = 'EXPIRED' where state = 'QUEUED' and expires_at <= ? returning id")
                .bind(0, now)
                .mapTo(String.class)
                .list();
        over.forEach(id -> step(handle, id, CommandState.EXPIRED, now));
        return over;
    }

    /** One command for each gateway of the site, all or none; in the order of the gateways' names. */
    public List<Ordered> orderSite(SiteId site, Request request, String operator) {
        return jdbi.inTransaction(handle -> handle
                .createQuery("select id from gateway where site = ? order by id")
                .bind(0, site.value())
                .mapTo(String.class)
                .list()
                .stream()
                .map(GatewayId::new)
                .map(gateway -> queue(handle, site, gateway, new DeviceId(gateway.value()), request, operator))
                .toList());
    }

    /** What was asked of the site's gateways themselves, newest first. */
    public List<ObjectNode> ofSite(SiteId site, int limit) {
        return jdbi.withHandle(handle -> CommandRow.ofSite(handle, site, limit).stream()
                .map(row -> CommandRow.json(handle, row))
                .toList());
    }

    private Ordered queue(
            Handle handle, SiteId site, GatewayId gateway, DeviceId device, Request request, String operator) {
        boolean made = insert(handle, site, gateway, device, request, operator);
        CommandRow row = CommandRow.byKey(handle, site, device, request.idempotencyKey());
        return row.order().type() == request.type()
                ? new Ordered.Queued(CommandRow.json(handle, row), row.gateway(), row.order(), !made)
                : new Ordered.KeyTaken(row.order().type().wireName());
    }

    private boolean insert(
            Handle handle, SiteId site, GatewayId gateway, DeviceId device, Request request, String operator) {
        String id = surroundings.ids().next();
        OffsetDateTime now = now();
        JsonNode data = request.data();
        int made = handle.execute(
                """
                insert into command (id, site, gateway, device, type, idempotency_key, state, operator, reason, data,
                    issued_at, expires_at) values (?, ?, ?, ?, ?, ?, 'QUEUED', ?, ?, ?::jsonb, ?, ?)
                on conflict (site, device, idempotency_key) do nothing
                """,
                id,
                site.value(),
                gateway.value(),
                device.value(),
                request.type().wireName(),
                request.idempotencyKey(),
                operator,
                request.reason(),
                data == null ? null : Json.write(data),
                now,
                now.plusSeconds(request.expiresInSeconds()));
        if (made == 1) {
            step(handle, id, CommandState.QUEUED, now);
        }
        return made == 1;
    }

    private static void step(Handle handle, String id, CommandState state, OffsetDateTime at) {
        handle.execute(
                "insert into command_step (command, at, state) values (?, ?, ?) on conflict do nothing",
                id,
                at,
                state.name());
    }

    private static boolean exists(Handle handle, SiteId site, DeviceId device) {
        return handle.createQuery("select exists (select 1 from device where site = ? and id = ?)")
                .bind(0, site.value())
                .bind(1, device.value())
                .mapTo(Boolean.class)
                .one();
    }

    /** The gateway that last told of the device, else the site's first. */
    private static Optional<String> gatewayOf(Handle handle, SiteId site, DeviceId device) {
        return handle.createQuery("""
                        select coalesce((select gateway from device where site = :site and id = :device),
                            (select min(id) from gateway where site = :site))
                        """)
                .bind("site", site.value())
                .bind("device", device.value())
                .mapTo(String.class)
                .findOne();
    }

    private OffsetDateTime now() {
        return OffsetDateTime.ofInstant(surroundings.clock().instant(), ZoneOffset.UTC);
    }
}
