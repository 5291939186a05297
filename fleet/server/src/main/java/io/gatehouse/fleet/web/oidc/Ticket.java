package io.gatehouse.fleet.web.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.fleet.store.Keys;
import io.gatehouse.fleet.web.call.Bodies;
import io.gatehouse.launch.Surroundings;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * What a browser carries to the provider and back, sealed in a cookie: any node of the fleet can go on with it, and nobody
 * else can read or make one.
 *
 * @param state comes back in the address: the answer belongs to this browser
 * @param nonce comes back in the token: the token belongs to this sign-in
 * @param verifier shows the provider that whoever has the code also asked for it (RFC 7636)
 * @param ends after that it is worthless
 */
record Ticket(String state, String nonce, String verifier, Instant ends) {

    private static final int BYTES = 32;
    static final int LIFE_SECONDS = 600;
    /** Nothing that was sealed is shorter. */
    private static final int SHORTEST = 64;

    static Ticket fresh(Surroundings surroundings) {
        return new Ticket(
                Surroundings.hex(surroundings.random(), BYTES),
                Surroundings.hex(surroundings.random(), BYTES),
                Surroundings.hex(surroundings.random(), BYTES),
                surroundings.clock().instant().plusSeconds(LIFE_SECONDS));
    }

    String challenge() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    String sealed(Keys keys) {
        String text = Bodies.text(Map.of("s", state, "n", nonce, "v", verifier, "e", ends.toEpochMilli()));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(keys.seal(text));
    }

    /** Nothing when it is not ours, or worthless by now. */
    static Optional<Ticket> opened(String sealed, Keys keys, Instant now) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(sealed);
            if (bytes.length < SHORTEST) {
                return Optional.empty();
            }
            JsonNode text = Bodies.tree(Buffer.buffer(keys.unseal(bytes)));
            Ticket ticket = new Ticket(
                    text.path("s").asText(),
                    text.path("n").asText(),
                    text.path("v").asText(),
                    Instant.ofEpochMilli(text.path("e").asLong()));
            return now.isBefore(ticket.ends()) && !ticket.state().isEmpty() ? Optional.of(ticket) : Optional.empty();
        } catch (IllegalArgumentException | IllegalStateException e) {
            return Optional.empty();
        }
    }
}
