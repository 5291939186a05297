package io.gatehouse.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** Speaks to the fleet's REST interface. Blocks; for one thread. */
final class FleetClient {

    static final ObjectMapper JSON = new ObjectMapper();

    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(10);
    private static final Duration ANSWER_WITHIN = Duration.ofMinutes(2);

    private static final String BASE = "/api/v1";

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_WITHIN)
            .build();
    private final String root;
    private final Map<String, String> headers;

    private FleetClient(String fleet, Map<String, String> headers) {
        this.root = fleet + BASE;
        this.headers = headers;
    }

    static FleetClient of(SignIn signIn) {
        String token = signIn.token();
        return new FleetClient(signIn.fleet(), token == null ? Map.of() : Map.of("Authorization", "Bearer " + token));
    }

    /** Signs in by name and password; the client answered speaks within that session. */
    static FleetClient signedIn(String fleet, String user, String password, Code code)
            throws IOException, InterruptedException, FleetRefusal {
        try {
            return signedIn(fleet, user, password, "");
        } catch (FleetRefusal refused) {
            if (!refused.code().equals("SECOND_FACTOR_NEEDED")) {
                throw refused;
            }
            return signedIn(fleet, user, password, code.ask());
        }
    }

    /** Asks for the code of a second factor, when there is one. */
    @FunctionalInterface
    interface Code {
        String ask() throws IOException;
    }

    private static FleetClient signedIn(String fleet, String user, String password, String code)
            throws IOException, InterruptedException, FleetRefusal {
        FleetClient stranger = new FleetClient(fleet, Map.of());
        ObjectNode body = JSON.createObjectNode().put("username", user).put("password", password);
        if (!code.isEmpty()) {
            body.put("code", code);
        }
        HttpResponse<InputStream> answer = stranger.send("POST", "/session", json(body.toString()));
        JsonNode session = read(answer);
        String cookie = answer.headers().allValues("set-cookie").stream()
                .map(each -> each.split(";", 2)[0])
                .collect(Collectors.joining("; "));
        return new FleetClient(
                fleet,
                Map.of(
                        "Cookie",
                        cookie,
                        "X-Gatehouse-CSRF",
                        session.path("csrfToken").asText()));
    }

    JsonNode get(String path) throws IOException, InterruptedException, FleetRefusal {
        return read(send("GET", path, BodyPublishers.noBody()));
    }

    /** A file. */
    byte[] bytes(String path) throws IOException, InterruptedException, FleetRefusal {
        return file(send("GET", path, BodyPublishers.noBody()));
    }

    /** A file that is made of what is sent. */
    byte[] bytes(String path, JsonNode body) throws IOException, InterruptedException, FleetRefusal {
        return file(send("POST", path, json(body.toString())));
    }

    private static byte[] file(HttpResponse<InputStream> answer) throws IOException, FleetRefusal {
        if (answer.statusCode() >= 300) {
            throw refusal(answer.statusCode(), text(answer));
        }
        try (InputStream body = answer.body()) {
            return body.readAllBytes();
        }
    }

    /**
     * An answer, and how it came.
     *
     * @param millis how long it took
     * @param certificateEnds of the certificate that the fleet showed; nothing over plain HTTP
     */
    record Met(JsonNode answer, long millis, @Nullable Instant certificateEnds) {}

    /** Asks, and looks at the way there. */
    Met meet(String path) throws IOException, InterruptedException, FleetRefusal {
        long begin = System.nanoTime();
        HttpResponse<InputStream> answer = send("GET", path, BodyPublishers.noBody());
        long millis = Duration.ofNanos(System.nanoTime() - begin).toMillis();
        Instant ends = answer.sslSession().map(FleetClient::ends).orElse(null);
        return new Met(read(answer), millis, ends);
    }

    private static @Nullable Instant ends(SSLSession session) {
        try {
            return session.getPeerCertificates()[0] instanceof X509Certificate shown
                    ? shown.getNotAfter().toInstant()
                    : null;
        } catch (SSLPeerUnverifiedException e) {
            return null;
        }
    }

    JsonNode put(String path, JsonNode body) throws IOException, InterruptedException, FleetRefusal {
        return read(send("PUT", path, json(body.toString())));
    }

    JsonNode post(String path, JsonNode body) throws IOException, InterruptedException, FleetRefusal {
        return read(send("POST", path, json(body.toString())));
    }

    /** Says why, for the fleet's record of changes. */
    FleetClient because(String reason) {
        if (reason.isBlank()) {
            return this;
        }
        Map<String, String> more = new HashMap<>(headers);
        more.put("X-Gatehouse-Reason", part(reason));
        return new FleetClient(root.substring(0, root.length() - BASE.length()), more);
    }

    void delete(String path) throws IOException, InterruptedException, FleetRefusal {
        read(send("DELETE", path, BodyPublishers.noBody()));
    }

    void delete(String path, JsonNode body) throws IOException, InterruptedException, FleetRefusal {
        read(send("DELETE", path, json(body.toString())));
    }

    /** The lines of an answer that may be long or never end; close it. */
    BufferedReader lines(String path, @Nullable String lastEventId)
            throws IOException, InterruptedException, FleetRefusal {
        HttpRequest.Builder request = request(path).GET();
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        HttpResponse<InputStream> answer = http.send(request.build(), BodyHandlers.ofInputStream());
        if (answer.statusCode() >= 300) {
            throw refusal(answer.statusCode(), text(answer));
        }
        return new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
    }

    /** A path with what stands behind the question mark; empty values are left out. */
    static String path(String path, Map<String, ?> query) {
        List<String> parts = query.entrySet().stream()
                .filter(each -> !String.valueOf(each.getValue()).isEmpty())
                .map(each -> each.getKey() + "=" + part(String.valueOf(each.getValue())))
                .toList();
        return parts.isEmpty() ? path : path + "?" + String.join("&", parts);
    }

    /** A piece of a path or a query, so that no character of it means anything. */
    static String part(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private HttpResponse<InputStream> send(String method, String path, BodyPublisher body)
            throws IOException, InterruptedException {
        HttpRequest request =
                request(path).timeout(ANSWER_WITHIN).method(method, body).build();
        return http.send(request, BodyHandlers.ofInputStream());
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(root + path))
                .header("Content-Type", "application/json")
                .header("Accept-Language", Locale.getDefault().toLanguageTag());
        headers.forEach(request::header);
        return request;
    }

    private static BodyPublisher json(String text) {
        return BodyPublishers.ofString(text, StandardCharsets.UTF_8);
    }

    private static JsonNode read(HttpResponse<InputStream> answer) throws IOException, FleetRefusal {
        String text = text(answer);
        if (answer.statusCode() >= 300) {
            throw refusal(answer.statusCode(), text);
        }
        return text.isBlank() ? MissingNode.getInstance() : JSON.readTree(text);
    }

    private static String text(HttpResponse<InputStream> answer) throws IOException {
        try (InputStream body = answer.body()) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static FleetRefusal refusal(int status, String text) {
        try {
            JsonNode error = JSON.readTree(text);
            if (error.has("message")) {
                return new FleetRefusal(
                        status,
                        error.path("code").asText(),
                        error.path("message").asText(),
                        error.path("hint").asText());
            }
        } catch (JsonProcessingException e) {
            // not the fleet's own words: a proxy between, or another server
        }
        return new FleetRefusal(status, "HTTP_" + status, "HTTP " + status, "");
    }
}
