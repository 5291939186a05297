package io.gatehouse.traces;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Settings as a test wants them. */
record SetTraces(Optional<URI> endpoint, double ratio, Optional<String> headers, int queue) implements TraceSettings {

    static SetTraces off() {
        return new SetTraces(Optional.empty(), 1, Optional.empty(), 100);
    }

    static SetTraces to(String endpoint) {
        return new SetTraces(Optional.of(URI.create(endpoint)), 1, Optional.empty(), 100);
    }

    SetTraces share(double of) {
        return new SetTraces(endpoint, of, headers, queue);
    }

    SetTraces saying(String header) {
        return new SetTraces(endpoint, ratio, Optional.of(header), queue);
    }

    SetTraces room(int spans) {
        return new SetTraces(endpoint, ratio, headers, spans);
    }

    @Override
    public Optional<Path> trust() {
        return Optional.empty();
    }

    @Override
    public Duration timeout() {
        return Duration.ofSeconds(2);
    }
}
