package io.gatehouse.gateway;

import io.gatehouse.launch.StartRefusal;
import io.vertx.core.Future;

/** What a start says when a port cannot be opened. */
final class PortRefusal {

    private PortRefusal() {}

    /** A port in use is the operator's to mend. */
    static <T> Future<T> when(Future<T> opening, String option, int port) {
        return opening.recover(failure -> failure instanceof StartRefusal
                ? Future.failedFuture(failure)
                : Future.failedFuture(
                        new StartRefusal(option, "port " + port + " cannot be opened: " + failure.getMessage())));
    }
}
