package io.gatehouse.fleet.web.call;

import io.vertx.core.Future;

/** Carries out one operation of the contract. Called on the web's event loop; must not block it. */
@FunctionalInterface
public interface Operation {

    /**
     * The future completes with the answer, a refusal included. It fails only for a bug or a broken machine; the caller
     * then sees status 500 or 503.
     */
    Future<Answer> answer(Call call);
}
