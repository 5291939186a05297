package io.gatehouse.emulator.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.protocol.Refusal;
import io.gatehouse.protocol.WireFormat;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;

/** The fleet's REST with an API token. Blocking; safe from any thread. What the fleet refuses is an exception here. */
public final class FleetClient {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient client = HttpClient.newHttpClient();
    private final String root;
    private final String token;

    /** The fleet cannot be reached, or refused; the message says what and why. */
    public static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }

    /** @param root such as {@code http://127.0.0.1:8080} */
    public FleetClient(String root, String token) {
        this.root = root;
        this.token = token;
    }

    public JsonNode put(String path, JsonNode document) {
        return send(request(path)
                .PUT(HttpRequest.BodyPublishers.ofByteArray(WireFormat.JSON.write(document)))
                .build());
    }

    public JsonNode post(String path, JsonNode document) {
        return send(request(path)
                .POST(HttpRequest.BodyPublishers.ofByteArray(WireFormat.JSON.write(document)))
                .build());
    }

    public JsonNode get(String path) {
        return send(request(path).build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(root + "/api/v1" + path))
                .timeout(PATIENCE)
                .header("authorization", "Bearer " + token)
                .header("content-type", "application/json");
    }

    private JsonNode send(HttpRequest request) {
        HttpResponse<String> response = exchange(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw new Refused(request.method() + " " + request.uri() + " answered " + response.statusCode() + ": "
                    + response.body());
        }
        return json(response.body());
    }

    /** One object a line. The stream must be closed. */
    public Stream<JsonNode> lines(String path) {
        HttpResponse<Stream<String>> response = exchange(request(path).build(), HttpResponse.BodyHandlers.ofLines());
        if (response.statusCode() != 200) {
            throw new Refused(path + " answered " + response.statusCode());
        }
        return response.body().filter(line -> !line.isBlank()).map(FleetClient::json);
    }

    private <T> HttpResponse<T> exchange(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return client.send(request, handler);
        } catch (IOException e) {
            throw new Refused("the fleet at " + root + " cannot be reached: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refused("interrupted while asking the fleet");
        }
    }

    private static JsonNode json(String text) {
        return WireFormat.JSON
                .read((text.isBlank() ? "{}" : text).getBytes(StandardCharsets.UTF_8), JsonNode.class)
                .fold(read -> read, FleetClient::unreadable);
    }

    private static JsonNode unreadable(Refusal refusal) {
        throw new Refused("the fleet's answer is no JSON: " + refusal.message());
    }
}
