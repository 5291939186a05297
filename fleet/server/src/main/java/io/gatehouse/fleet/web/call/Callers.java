package io.gatehouse.fleet.web.call;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/** Finds out who asks. Called on the event loop; must not block it. */
@FunctionalInterface
public interface Callers {

    /** The caller by cookie or token; nothing when signed out, expired or unknown. */
    Future<Optional<Caller>> callerOf(HttpServerRequest request);
}
