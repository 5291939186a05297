package io.gatehouse.gateway.patrol;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.gateway.device.SiteOrders;
import io.gatehouse.patrol.ScansTaken;
import io.gatehouse.patrol.live.PatrolOrder;
import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.command.CommandOrder;
import io.gatehouse.protocol.command.CommandType;
import io.gatehouse.protocol.patrol.CheckpointScan;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the fleet tells of the patrol: what somebody decided, and what guards' phones told the fleet. What is known here
 * already is not written again. On the gateway's context.
 */
public record PatrolCommands(PatrolRoom room) {

    /** Who carries out what is asked of the site: the one given, and the room what is the patrol's. */
    public SiteOrders besides(SiteOrders other) {
        return order -> order.type() == CommandType.PATROL ? ordered(order) : other.carryOut(order);
    }

    private Future<Optional<String>> ordered(CommandOrder command) {
        Map<String, JsonNode> data = command.data();
        if (data != null && data.containsKey("taken")) {
            return WireFormat.JSON
                    .read(WireFormat.JSON.write(data.get("taken")), ScansTaken.class)
                    .fold(this::taken, refusal -> refused(refusal.message()));
        }
        if (data == null || !data.containsKey("order")) {
            return refused("'order' is missing");
        }
        return PatrolOrder.read(WireFormat.JSON, WireFormat.JSON.write(data.get("order")))
                .fold(this::order, refusal -> refused(refusal.message()));
    }

    private static Future<Optional<String>> refused(String why) {
        return Future.succeededFuture(Optional.of(why));
    }

    private Future<Optional<String>> taken(ScansTaken taken) {
        List<CheckpointScan> fresh =
                taken.scans().stream().filter(room.board()::isNew).toList();
        boolean further = taken.mark() != null && room.isNew(taken.mark());
        return fresh.isEmpty() && !further
                ? Future.succeededFuture(Optional.empty())
                : room.take(new ScansTaken(taken.batch(), taken.mark(), taken.troubles(), fresh))
                        .map(Optional.empty());
    }

    private Future<Optional<String>> order(PatrolOrder order) {
        boolean known = order.report() != null && !room.board().isNew(order.report());
        return known
                ? Future.succeededFuture(Optional.empty())
                : room.order(order).map(Optional.empty());
    }
}
