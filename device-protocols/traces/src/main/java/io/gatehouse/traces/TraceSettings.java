package io.gatehouse.traces;

import io.gatehouse.launch.Doc;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Whether and where the ways of events are told; a group of both servers' settings. Immutable. */
public interface TraceSettings {

    @Doc("An OpenTelemetry collector (OTLP over HTTP) such as http://127.0.0.1:4318; without it nothing is traced.")
    Optional<URI> endpoint();

    @Doc("The share of events and requests that is traced, from 0 to 1; the same at the fleet and its gateways, or traces"
            + " are in pieces.")
    @WithDefault("1")
    double ratio();

    @Doc(
            value = "What the collector wants to see with each message, NAME=VALUE with commas between, such as"
                    + " authorization=Bearer abc.",
            secret = true)
    Optional<String> headers();

    @Doc("The certificates (PEM) by which an https collector is known, when not the system's.")
    Optional<Path> trust();

    @Doc("Spans that may wait for the collector; what comes when so many wait is dropped and counted.")
    @WithDefault("4096")
    int queue();

    @Doc("The longest that a message to the collector may take, its repeats included.")
    @WithDefault("10s")
    Duration timeout();
}
