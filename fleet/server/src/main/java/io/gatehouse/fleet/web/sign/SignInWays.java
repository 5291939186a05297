package io.gatehouse.fleet.web.sign;

import io.gatehouse.fleet.web.call.Answer;
import io.gatehouse.fleet.web.call.Operations;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * In which ways somebody can sign in here. Event loop.
 *
 * @param provider what the identity provider is called, when there is one
 */
public record SignInWays(Optional<String> provider, PasskeyAddress passkeys) {

    public void addTo(Operations operations) {
        operations.open("signInWays", call -> {
            Map<String, Object> ways = new LinkedHashMap<>(Map.of("password", true));
            provider.ifPresent(name -> ways.put("oidc", name));
            ways.put("passkeys", Map.of("origin", passkeys.of(call).origin()));
            return Future.succeededFuture(Answer.ok(ways));
        });
    }
}
