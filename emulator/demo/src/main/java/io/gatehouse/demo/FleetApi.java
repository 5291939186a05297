package io.gatehouse.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.Fleet;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The fleet's REST, as much of it as the demo and the whole-road tests use. Blocking; safe from any thread. */
public final class FleetApi {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient client = HttpClient.newHttpClient();
    private final String root;
    private final @Nullable String token;

    private FleetApi(String root, @Nullable String token) {
        this.root = root;
        this.token = token;
    }

    /** With an API token. */
    public static FleetApi with(String root, String token) {
        return new FleetApi(root, token);
    }

    /** An API token of the admin of a fleet in this process, whose password for one time stays as it is. */
    public static String tokenOf(Fleet fleet, String name) {
        return fleet.adminToken(name);
    }

    /**
     * Signs in once with a password and makes an API token by that name. A password for one time opens nothing else: it is
     * changed to one with {@code -own} behind it.
     */
    public static String makeToken(String root, String password, String name) {
        FleetApi guest = new FleetApi(root, null);
        ObjectNode login = JSON.createObjectNode().put("username", "admin").put("password", password);
        HttpResponse<String> session = guest.send(guest.to("/session").POST(body(login)));
        String cookie = session.headers().firstValue("set-cookie").orElseThrow().split(";", 2)[0];
        String csrf = read(session.body()).path("csrfToken").asText();
        if (read(session.body()).path("mustChangePassword").asBoolean()) {
            guest.send(guest.to("/session/password")
                    .header("cookie", cookie)
                    .header("X-Gatehouse-CSRF", csrf)
                    .POST(body(JSON.createObjectNode().put("old", password).put("new", password + "-own"))));
        }
        HttpResponse<String> made = guest.send(guest.to("/tokens")
                .header("cookie", cookie)
                .header("X-Gatehouse-CSRF", csrf)
                .POST(body(JSON.createObjectNode().put("name", name).put("role", "admin"))));
        return read(made.body()).path("token").asText();
    }

    public JsonNode get(String path) {
        return read(send(to(path).GET()).body());
    }

    public JsonNode put(String path, JsonNode document) {
        return read(send(to(path).PUT(body(document))).body());
    }

    public JsonNode post(String path, JsonNode document) {
        return read(send(to(path).POST(body(document))).body());
    }

    /** One JSON object a line, as the export writes them. The stream must be closed. */
    public Stream<JsonNode> lines(String path) {
        try {
            HttpResponse<Stream<String>> response =
                    client.send(to(path).GET().build(), HttpResponse.BodyHandlers.ofLines());
            if (response.statusCode() != 200) {
                throw new IllegalStateException(path + " answered " + response.statusCode());
            }
            return response.body().filter(line -> !line.isBlank()).map(FleetApi::read);
        } catch (IOException e) {
            throw new IllegalStateException("the fleet at " + root + " cannot be reached: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private HttpRequest.Builder to(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(root + "/api/v1" + path))
                .timeout(PATIENCE)
                .header("content-type", "application/json");
        return token == null ? request : request.header("authorization", "Bearer " + token);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        HttpRequest built = request.build();
        try {
            HttpResponse<String> response = client.send(built, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                throw new IllegalStateException(built.method() + " " + built.uri() + " answered "
                        + response.statusCode() + ": " + response.body());
            }
            return response;
        } catch (IOException e) {
            throw new IllegalStateException("the fleet at " + root + " cannot be reached: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static HttpRequest.BodyPublisher body(JsonNode document) {
        return HttpRequest.BodyPublishers.ofString(document.toString());
    }

    private static JsonNode read(String text) {
        try {
            return text.isBlank() ? JSON.createObjectNode() : JSON.readTree(text);
        } catch (IOException e) {
            throw new IllegalStateException("not JSON: " + text, e);
        }
    }
}
