package io.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fleet's live events until the process is stopped. A cut stream is resumed where it ended; each event is
 * shown once.
 */
final class Following {

    private static final int REMEMBERED = 2000;
    private static final long PAUSE_MILLIS = 1000;

    private final FleetClient client;
    private final Predicate<JsonNode> wanted;
    private final Consumer<JsonNode> shown;
    private final Set<String> seen = new LinkedHashSet<>();
    private @Nullable String lastId;

    Following(FleetClient client, Predicate<JsonNode> wanted, Consumer<JsonNode> shown) {
        this.client = client;
        this.wanted = wanted;
        this.shown = shown;
    }

    /** Shows what was listed before the stream began. */
    void known(List<JsonNode> events) {
        events.forEach(this::take);
    }

    /** Ends only when the fleet refuses or the first connection fails. */
    void run() throws IOException, InterruptedException, FleetRefusal {
        readOnce();
        while (!Thread.currentThread().isInterrupted()) {
            Thread.sleep(PAUSE_MILLIS);
            try {
                readOnce();
            } catch (IOException e) {
                // the fleet is away for a while: that is what following is for
            }
        }
    }

    private void readOnce() throws IOException, InterruptedException, FleetRefusal {
        try (BufferedReader lines = client.lines("/stream?topics=events", lastId)) {
            read(lines);
        }
    }

    /** Server-sent events: fields line by line, an empty line ends one. */
    void read(BufferedReader lines) throws IOException {
        StringBuilder data = new StringBuilder();
        String topic = "";
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isEmpty()) {
                if (topic.equals("events")) {
                    FleetClient.JSON.readTree(data.toString()).path("items").forEach(this::take);
                }
                data.setLength(0);
                topic = "";
            } else if (line.startsWith("id:")) {
                lastId = line.substring(3).strip();
            } else if (line.startsWith("event:")) {
                topic = line.substring(6).strip();
            } else if (line.startsWith("data:")) {
                data.append(line.substring(5)).append('\n');
            }
        }
    }

    private void take(JsonNode event) {
        if (!seen.add(event.path("id").asText())) {
            return;
        }
        if (seen.size() > REMEMBERED) {
            seen.remove(seen.iterator().next());
        }
        if (wanted.test(event)) {
            shown.accept(event);
        }
    }
}
