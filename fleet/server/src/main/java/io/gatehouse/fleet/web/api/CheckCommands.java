package io.gatehouse.fleet.web.api;

import io.gatehouse.fleet.command.Commands;
import io.gatehouse.fleet.command.Ordered;
import io.gatehouse.fleet.command.Request;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.web.call.Problem;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.command.CommandType;
import io.gatehouse.protocol.profile.Look;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Orders the command that belongs to a check, by the same road as any other command. */
record CheckCommands(Commands commands, Told told) {

    /** As long as somebody waits at the device. */
    private static final int EXPIRES_SECONDS = 30;

    /** @param request the phone's name for the check that was begun */
    record Who(String request, String user) {}

    /** What became of it: a command, or why there is none. */
    record Sent(@Nullable String command, @Nullable Problem problem) {}

    Sent send(SiteId site, DeviceId device, Look.CommandDone looks, Who who) {
        Optional<CommandType> type = Arrays.stream(CommandType.values())
                .filter(one -> one.wireName().equals(looks.command()) && !one.isOfSite())
                .findFirst();
        if (type.isEmpty()) {
            return new Sent(
                    null,
                    Problem.conflict(
                            "This version cannot send the command " + looks.command() + " to a device.",
                            "Change the profile, or skip the check with a reason."));
        }
        Request request = new Request(
                type.get(),
                "check-" + who.request(),
                EXPIRES_SECONDS,
                "commissioning",
                Json.object().setAll(looks.data()));
        Ordered ordered = commands.order(site, device, request, who.user());
        if (ordered instanceof Ordered.Queued queued) {
            if (!queued.repeated()) {
                told.command(queued.gateway(), queued.order());
            }
            return new Sent(queued.order().commandId(), null);
        }
        return new Sent(
                null,
                Problem.conflict(
                        "The site " + site + " has no gateway that could carry the command.",
                        "PUT /api/v1/gateways/{gateway} makes one."));
    }
}
