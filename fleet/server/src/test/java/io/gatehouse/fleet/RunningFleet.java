package io.gatehouse.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.launch.Settings;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.protocol.WireFormat;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A whole fleet on free ports in a folder of its own, and somebody who asks it as admin. */
final class RunningFleet implements AutoCloseable {

    static final String PASSWORD = "correct-horse-battery";

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Fleet fleet;
    private final String token;

    private RunningFleet(Fleet fleet, String token) {
        this.fleet = fleet;
        this.token = token;
    }

    /** Starts anew; the admin's password for one time stays as it is. */
    static RunningFleet start(Path folder, Map<String, String> options) throws Exception {
        Fleet fleet =
                Fleet.start(settings(folder, options), Surroundings.ofSystem()).await(180, TimeUnit.SECONDS);
        return new RunningFleet(fleet, fleet.adminToken("tests"));
    }

    /** Starts on a folder that has been used, with a token of then. */
    static RunningFleet again(Path folder, Map<String, String> options, String token) throws Exception {
        return new RunningFleet(
                Fleet.start(settings(folder, options), Surroundings.ofSystem()).await(180, TimeUnit.SECONDS), token);
    }

    static FleetSettings settings(Path folder, Map<String, String> options) {
        Map<String, String> all = new HashMap<>(Map.of(
                "gatehouse.fleet.data", folder.toString(),
                "gatehouse.fleet.http.port", "0",
                "gatehouse.fleet.https.port", "0",
                "gatehouse.fleet.mqtt.tls-port", "0",
                "gatehouse.fleet.mqtt.port", "0"));
        all.putAll(options);
        return Settings.load(FleetSettings.class, null, Map.of(), all);
    }

    /** The same fleet, asked with another token. */
    RunningFleet as(String other) {
        return new RunningFleet(fleet, other);
    }

    Fleet fleet() {
        return fleet;
    }

    String token() {
        return token;
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + fleet.httpPort() + path);
    }

    /** Asks the API as admin and expects an answer in the 200s. */
    JsonNode ask(String method, String path, String body) {
        HttpResponse<String> answer = send(method, path, body, "Authorization", "Bearer " + token);
        if (answer.statusCode() >= 300) {
            throw new AssertionError(method + " " + path + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return json(answer.body());
    }

    /** Sends to the API with these headers and nothing else. */
    HttpResponse<String> send(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri("/api/v1" + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .header("Content-Type", "application/json");
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return CLIENT.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Fetches bytes from the API with these headers. */
    HttpResponse<byte[]> bytes(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(uri("/api/v1" + path)).headers(headers).build();
        return CLIENT.send(request, BodyHandlers.ofByteArray());
    }

    /** Reads a path outside of the API. */
    String text(String path) throws IOException, InterruptedException {
        return CLIENT.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString())
                .body();
    }

    static JsonNode json(String text) {
        try {
            return WireFormat.JSON.mapper().readTree(text.isEmpty() ? "{}" : text);
        } catch (IOException e) {
            throw new AssertionError(text, e);
        }
    }

    @Override
    public void close() throws Exception {
        fleet.stop().await(60, TimeUnit.SECONDS);
    }
}
