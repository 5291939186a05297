package io.gatehouse.fleet.web.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.gatehouse.fleet.web.call.Bodies;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The identity provider, asked by this server itself. Blocks; for workers. */
final class Provider {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int MOST_BYTES = 512 * 1024;
    /** Whatever a provider offers: nothing symmetric, nothing unsigned. */
    private static final Set<JWSAlgorithm> ALGORITHMS =
            Set.of(JWSAlgorithm.RS256, JWSAlgorithm.PS256, JWSAlgorithm.ES256);

    private final OidcSettings settings;
    private final Clock clock;
    // held: a client that nobody refers to may be closed
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(PATIENCE)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    Provider(OidcSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** Where browsers are sent. */
    String authorize(Ticket ticket) throws IOException {
        return discover().path("authorization_endpoint").asText() + "?"
                + form(Map.of(
                        "response_type", "code",
                        "client_id", settings.client().id(),
                        "redirect_uri", settings.redirect(),
                        "scope", "openid profile",
                        "state", ticket.state(),
                        "nonce", ticket.nonce(),
                        "code_challenge", ticket.challenge(),
                        "code_challenge_method", "S256"));
    }

    /**
     * Whom the code stands for.
     *
     * @throws IOException when the provider does not answer, or with what cannot be believed
     */
    JWTClaimsSet claims(String code, Ticket ticket) throws IOException {
        JsonNode found = discover();
        String basic = URLEncoder.encode(settings.client().id(), StandardCharsets.UTF_8) + ":"
                + URLEncoder.encode(settings.client().secret(), StandardCharsets.UTF_8);
        JsonNode answer = ask(HttpRequest.newBuilder(address(found, "token_endpoint"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(basic.getBytes(StandardCharsets.UTF_8)))
                .POST(BodyPublishers.ofString(form(Map.of(
                        "grant_type",
                        "authorization_code",
                        "code",
                        code,
                        "redirect_uri",
                        settings.redirect(),
                        "code_verifier",
                        ticket.verifier())))));
        return believed(
                answer.path("id_token").asText(), ask(HttpRequest.newBuilder(address(found, "jwks_uri"))), ticket);
    }

    private JWTClaimsSet believed(String token, JsonNode keys, Ticket ticket) throws IOException {
        try {
            DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
            processor.setJWSKeySelector(
                    new JWSVerificationKeySelector<>(ALGORITHMS, new ImmutableJWKSet<>(JWKSet.parse(keys.toString()))));
            processor.setJWTClaimsSetVerifier(new ByOurClock(
                    settings.client().id(),
                    new JWTClaimsSet.Builder()
                            .issuer(settings.issuer().toString())
                            .claim("nonce", ticket.nonce())
                            .build(),
                    clock));
            return processor.process(token, null);
        } catch (ParseException | BadJOSEException | JOSEException e) {
            throw new IOException("the provider's token is not to be believed: " + e.getMessage(), e);
        }
    }

    /** Claims are judged by the clock that everything here goes by. */
    private static final class ByOurClock extends DefaultJWTClaimsVerifier<SecurityContext> {

        private final Clock clock;

        ByOurClock(String audience, JWTClaimsSet exactly, Clock clock) {
            super(audience, exactly, Set.of("sub", "exp", "iat"));
            this.clock = clock;
        }

        @Override
        protected Date currentTime() {
            return Date.from(clock.instant());
        }
    }

    private JsonNode discover() throws IOException {
        String issuer = settings.issuer().toString();
        JsonNode found = ask(HttpRequest.newBuilder(
                URI.create((issuer.endsWith("/") ? issuer : issuer + "/") + ".well-known/openid-configuration")));
        if (!found.path("issuer").asText().equals(issuer)) {
            throw new IOException("the provider says that it is " + found.path("issuer") + " and not " + issuer);
        }
        return found;
    }

    /** An endpoint that the provider names; no less protected than the provider itself. */
    private URI address(JsonNode found, String name) throws IOException {
        URI address = URI.create(found.path(name).asText());
        if (!"https".equals(address.getScheme())
                && !settings.issuer().getScheme().equals(address.getScheme())) {
            throw new IOException("the provider's " + name + " is no https:// address");
        }
        return address;
    }

    private JsonNode ask(HttpRequest.Builder request) throws IOException {
        try {
            HttpResponse<byte[]> answer = client.send(
                    request.timeout(PATIENCE)
                            .header("Accept", "application/json")
                            .build(),
                    BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200 || answer.body().length > MOST_BYTES) {
                throw new IOException("the provider answers " + answer.statusCode() + " to "
                        + answer.uri().getPath());
            }
            return Bodies.tree(Buffer.buffer(answer.body()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(one -> encoded(one.getKey()) + "=" + encoded(one.getValue()))
                .sorted()
                .collect(Collectors.joining("&"));
    }

    private static String encoded(@Nullable String text) {
        return URLEncoder.encode(String.valueOf(text), StandardCharsets.UTF_8);
    }
}
