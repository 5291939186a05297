package io.gatehouse.gateway.device;

import io.gatehouse.protocol.command.CommandOrder;
import io.vertx.core.Future;
import java.util.Optional;

/** Who carries out what is asked of the site itself, such as a lockdown. */
public interface SiteOrders {

    /** Completes with why it cannot be done, or with nothing when it is done and would survive a restart. */
    Future<Optional<String>> carryOut(CommandOrder order);
}
