package io.gatehouse.traces;

import io.gatehouse.launch.StartRefusal;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** How a collector is spoken to: OTLP over HTTP, as protobuf, packed. */
final class Collector {

    private static final String PATH = "/v1/traces";

    /** It writes a stack trace for each message that is not taken; {@link Outbox} says it once. Held, or it forgets. */
    private static final Logger LIBRARY = Logger.getLogger("io.opentelemetry.exporter");

    private Collector() {}

    /** Throws {@link StartRefusal} for settings that do not fit. */
    static SpanExporter of(TraceSettings settings, URI endpoint, Traces.Speaker speaker) {
        LIBRARY.setLevel(Level.OFF);
        OtlpHttpSpanExporterBuilder builder = OtlpHttpSpanExporter.builder()
                .setEndpoint(address(endpoint, speaker))
                .setCompression("gzip")
                .setTimeout(settings.timeout());
        settings.headers().ifPresent(headers -> addHeaders(headers, builder, speaker));
        Optional<Path> trust = settings.trust();
        if (trust.isPresent()) {
            try {
                builder.setTrustedCertificates(Files.readAllBytes(trust.get()));
            } catch (IOException | IllegalArgumentException e) {
                throw new StartRefusal(
                        speaker.settings() + ".trust", trust.get() + " cannot be used: " + e.getMessage());
            }
        }
        return builder.build();
    }

    private static String address(URI endpoint, Traces.Speaker speaker) {
        boolean http = "http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme());
        if (!http || endpoint.getHost() == null) {
            throw new StartRefusal(
                    speaker.settings() + ".endpoint",
                    "'" + endpoint + "' is no address such as http://127.0.0.1:4318");
        }
        String text = endpoint.toString();
        String path = String.valueOf(endpoint.getPath());
        return path.isEmpty() || path.equals("/") ? text.replaceFirst("/$", "") + PATH : text;
    }

    private static void addHeaders(String headers, OtlpHttpSpanExporterBuilder builder, Traces.Speaker speaker) {
        for (String header : headers.split(",")) {
            int at = header.indexOf('=');
            if (at < 1) {
                throw new StartRefusal(
                        speaker.settings() + ".headers", "each is NAME=VALUE, with commas between");
            }
            builder.addHeader(header.substring(0, at).strip(), header.substring(at + 1).strip());
        }
    }
}
