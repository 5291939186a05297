package io.gatehouse.proof.road;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;

/** A collector for tests: takes OTLP over HTTP and reads the protobuf of it, as far as spans are concerned. */
final class SpanReceiver implements AutoCloseable {

    private static final HexFormat HEX = HexFormat.of();

    private final HttpServer server;
    private final List<Span> spans = new CopyOnWriteArrayList<>();
    private final List<String> tokens = new CopyOnWriteArrayList<>();

    /** One span as it came; {@code parent} is empty where there is none. */
    record Span(
            String service, String trace, String id, String parent, String name, Times times, Map<String, String> facts) {}

    /** Nanoseconds since 1970. */
    record Times(long start, long end) {}

    SpanReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/v1/traces", this::take);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** What came of a trace so far. */
    List<Span> of(String trace) {
        return spans.stream().filter(span -> span.trace().equals(trace)).toList();
    }

    /** What messages said in the header {@code x-key}. */
    List<String> tokens() {
        return tokens;
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            if ("gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))) {
                body = new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
            }
            tokens.add(String.valueOf(exchange.getRequestHeaders().getFirst("x-key")));
            for (Message resource : new Message(body).all(1)) {
                String service = facts(resource.one(1).all(1)).getOrDefault("service.name", "");
                for (Message scope : resource.all(2)) {
                    scope.all(2).forEach(span -> spans.add(read(service, span)));
                }
            }
            exchange.sendResponseHeaders(200, -1);
        }
    }

    private static Span read(String service, Message span) {
        return new Span(
                service,
                HEX.formatHex(span.one(1).bytes()),
                HEX.formatHex(span.one(2).bytes()),
                HEX.formatHex(span.one(4).bytes()),
                span.one(5).text(),
                new Times(span.number(7), span.number(8)),
                facts(span.all(9)));
    }

    private static Map<String, String> facts(List<Message> pairs) {
        Map<String, String> facts = new TreeMap<>();
        pairs.forEach(pair -> facts.put(pair.one(1).text(), pair.one(2).one(1).text()));
        return facts;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    /** A protobuf message, read as often as it is asked. */
    private record Message(byte[] bytes) {

        String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        Message one(int field) {
            List<Message> all = all(field);
            return all.isEmpty() ? new Message(new byte[0]) : all.get(0);
        }

        long number(int field) {
            return ByteBuffer.wrap(one(field).bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
        }

        /** What stands under the field: bytes with a length, and numbers of fixed size as their bytes. */
        List<Message> all(int field) {
            List<Message> found = new CopyOnWriteArrayList<>();
            ByteBuffer in = ByteBuffer.wrap(bytes);
            while (in.hasRemaining()) {
                long key = varint(in);
                byte[] value = new byte[size((int) (key & 7), in)];
                in.get(value);
                if (key >> 3 == field) {
                    found.add(new Message(value));
                }
            }
            return found;
        }

        private static int size(int type, ByteBuffer in) {
            return switch (type) {
                case 0 -> {
                    varint(in);
                    yield 0;
                }
                case 1 -> Long.BYTES;
                case 2 -> (int) varint(in);
                case 5 -> Integer.BYTES;
                default -> throw new IllegalArgumentException("no wire type of protobuf: " + type);
            };
        }

        private static long varint(ByteBuffer in) {
            long value = 0;
            int shift = 0;
            byte next = in.get();
            while (next < 0) {
                value |= (long) (next & 0x7f) << shift;
                shift += 7;
                next = in.get();
            }
            return value | (long) next << shift;
        }
    }
}
