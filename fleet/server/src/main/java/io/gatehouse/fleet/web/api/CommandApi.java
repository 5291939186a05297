package io.gatehouse.fleet.web.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.fleet.command.Commands;
import io.gatehouse.fleet.command.Ordered;
import io.gatehouse.fleet.command.Request;
import io.gatehouse.fleet.presence.DeviceBoard;
import io.gatehouse.fleet.web.call.Answer;
import io.gatehouse.fleet.web.call.Audit;
import io.gatehouse.fleet.web.call.Call;
import io.gatehouse.fleet.web.call.Operations;
import io.gatehouse.fleet.web.call.Problem;
import io.gatehouse.fleet.web.call.Role;
import io.gatehouse.fleet.web.call.Work;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.command.CommandType;
import io.vertx.core.Future;
import java.time.OffsetDateTime;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Asking something of devices. */
public final class CommandApi {

    private static final int PAGE = 50;

    /** What these roles may ask for, as {@code x-types} of the contract has it; operators and admins for everything. */
    private static final Map<Role, Set<CommandType>> SOME = Map.of(
            Role.TECHNICIAN, EnumSet.of(CommandType.UNLOCK_DOOR, CommandType.IDENTIFY, CommandType.REBOOT),
            Role.GATE_POST, EnumSet.of(CommandType.UNLOCK_DOOR, CommandType.DENY_ACCESS, CommandType.IDENTIFY));

    private final Commands commands;
    private final DeviceBoard board;
    private final Told told;
    private final Audit audit;
    private final Work work;

    public CommandApi(Commands commands, DeviceBoard board, Told told, Audit audit, Work work) {
        this.commands = commands;
        this.board = board;
        this.told = told;
        this.audit = audit;
        this.work = work;
    }

    public void addTo(Operations operations) {
        operations
                .operator("orderCommand", this::order)
                .viewer("deviceCommands", this::list)
                .viewer("command", this::command);
    }

    record CommandBody(
            String type,
            String idempotencyKey,
            int expiresInSeconds,
            @Nullable String reason,
            @Nullable JsonNode data) {}

    private Future<Answer> order(Call call) {
        SiteId site = new SiteId(call.path("site"));
        DeviceId device = new DeviceId(call.path("device"));
        CommandBody body = call.body(CommandBody.class);
        Set<Role> may = mayAsk(CommandType.byWireName(body.type()));
        if (!call.caller().rights().of(may).covers(site.value())) {
            return Future.succeededFuture(
                    Answer.refused(Problem.roleTooLow(call.caller().rights(), may)));
        }
        if (CommandType.byWireName(body.type()).isOfSite()) {
            return Future.succeededFuture(Answer.refused(Problem.invalid(
                    body.type() + " is asked of the site.", "POST /api/v1/sites/" + site + "/orders takes it.")));
        }
        if (CommandType.byWireName(body.type()).isOfFleet()) {
            return Future.succeededFuture(Answer.refused(Problem.invalid(
                    body.type() + " is not asked for by hand.", "Settings and rollouts make their own commands.")));
        }
        Request request = new Request(
                CommandType.byWireName(body.type()),
                body.idempotencyKey(),
                body.expiresInSeconds(),
                body.reason(),
                body.data());
        Audit.By by = call.by();
        return work.call(() -> {
            Ordered ordered = commands.order(site, device, request, by.user());
            if (ordered instanceof Ordered.Queued queued && !queued.repeated()) {
                audit.note(
                        by,
                        "orderCommand",
                        "device " + site + "/" + device,
                        Map.of("type", body.type(), "command", queued.order().commandId()));
                told.command(queued.gateway(), queued.order());
            }
            return answer(ordered, site, device);
        });
    }

    private static Set<Role> mayAsk(CommandType type) {
        Set<Role> may = EnumSet.of(Role.OPERATOR, Role.ADMIN);
        SOME.forEach((role, types) -> {
            if (types.contains(type)) {
                may.add(role);
            }
        });
        return may;
    }

    private static Answer answer(Ordered ordered, SiteId site, DeviceId device) {
        if (ordered instanceof Ordered.Queued queued) {
            return Answer.accepted(queued.command());
        }
        if (ordered instanceof Ordered.KeyTaken taken) {
            return Answer.refused(Problem.conflict(
                    "The key was used for a " + taken.otherType() + " of this device.", "Take a new idempotencyKey."));
        }
        return ordered instanceof Ordered.NoGateway
                ? Answer.refused(Problem.conflict(
                        "The site " + site + " has no gateway that could carry the command.",
                        "PUT /api/v1/gateways/{gateway} makes one."))
                : Answer.refused(DeviceApi.noDevice(site, device));
    }

    private Future<Answer> list(Call call) {
        int limit = call.number("limit", PAGE);
        return DeviceApi.withDevice(
                call,
                work,
                board,
                (site, device) -> Answer.items(commands.of(site, device, OffsetDateTime.MAX, limit)));
    }

    private Future<Answer> command(Call call) {
        String id = call.path("command");
        return work.call(() -> Answer.found(
                commands.find(id),
                found -> found,
                Problem.notFound("There is no command " + id + ".", "A device's commands stand in its timeline.")));
    }
}
