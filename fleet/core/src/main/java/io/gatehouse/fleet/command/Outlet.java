package io.gatehouse.fleet.command;

import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.command.CommandOrder;
import java.util.List;
import java.util.function.BiConsumer;

/** Where orders of the fleet's own desks leave for gateways; set once while wiring. Safe from any thread. */
public final class Outlet {

    private volatile BiConsumer<GatewayId, CommandOrder> way = (gateway, order) -> {};

    public void via(BiConsumer<GatewayId, CommandOrder> told) {
        way = told;
    }

    /** A gateway that is away takes it when it says hello. */
    public void send(List<Ordered> orders) {
        for (Ordered one : orders) {
            if (one instanceof Ordered.Queued queued) {
                way.accept(queued.gateway(), queued.order());
            }
        }
    }
}
