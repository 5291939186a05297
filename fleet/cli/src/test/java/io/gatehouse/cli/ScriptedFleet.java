package io.gatehouse.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** An HTTP server that gives each request the next answer scripted for it; the last one stays. */
final class ScriptedFleet implements AutoCloseable {

    record Request(String line, String body, Map<String, List<String>> headers) {

        String header(String name) {
            return String.join(",", headers.getOrDefault(name, List.of()));
        }
    }

    private record Answer(int status, String type, String body, Map<String, String> headers) {}

    private final HttpServer server;
    private final Map<String, Deque<Answer>> script = new ConcurrentHashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private volatile String otherwise = "";

    ScriptedFleet() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    /** What is not scripted is answered with this. */
    ScriptedFleet otherwise(String body) {
        otherwise = body;
        return this;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** @param line such as {@code GET /sites?limit=1} */
    ScriptedFleet on(String line, int status, String body) {
        return on(line, status, "application/json", body, Map.of());
    }

    ScriptedFleet on(String line, int status, String type, String body, Map<String, String> headers) {
        script.computeIfAbsent(line, each -> new ArrayDeque<>()).add(new Answer(status, type, body, headers));
        return this;
    }

    List<Request> requests() {
        return requests;
    }

    Request only(String line) {
        return requests.stream()
                .filter(each -> each.line().equals(line))
                .findFirst()
                .orElseThrow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String line = exchange.getRequestMethod() + " "
                + exchange.getRequestURI().toString().replaceFirst("^/api/v1", "");
        requests.add(new Request(line, body, Map.copyOf(exchange.getRequestHeaders())));
        Deque<Answer> left = script.getOrDefault(line, new ArrayDeque<>());
        Answer answer = left.size() > 1 ? left.remove() : left.peek();
        if (answer == null && !otherwise.isEmpty()) {
            answer = new Answer(200, "application/json", otherwise, Map.of());
        } else if (answer == null) {
            answer = new Answer(
                    404,
                    "application/json",
                    "{\"code\":\"NOT_FOUND\",\"message\":\"no " + line + "\",\"hint\":\"\"}",
                    Map.of());
        }
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", answer.type());
        answer.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
