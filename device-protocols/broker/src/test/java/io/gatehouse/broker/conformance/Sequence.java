package io.gatehouse.broker.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One sequence of packets with the reaction that is expected.
 *
 * @param connects whether a plain CONNECT goes before it
 * @param stays whether the client is still connected afterwards
 */
record Sequence(String name, int version, boolean connects, boolean stays, List<Step> steps) {

    record Step(boolean send, byte[] bytes) {}

    /** The folder that lies beside the project, or nothing. */
    static Optional<Path> folder() {
        String given = System.getenv("GATEHOUSE_SHARED_DATA");
        Path root = Path.of("").toAbsolutePath();
        while (root != null && !Files.exists(root.resolve("mvnw"))) {
            root = root.getParent();
        }
        Optional<Path> data = given == null
                ? Optional.ofNullable(root)
                        .map(found -> found.resolveSibling("shared").resolve("data"))
                : Optional.of(Path.of(given));
        return data.map(found -> found.resolve("mqtt-packets")).filter(Files::isDirectory);
    }

    static List<Sequence> all(Path folder) throws IOException {
        List<Sequence> all = new ArrayList<>();
        for (String file : List.of("CONNECT.json", "PUBLISH.json", "SUBSCRIBE.json")) {
            for (JsonNode group :
                    new ObjectMapper().readTree(folder.resolve(file).toFile())) {
                for (JsonNode test : group.get("tests")) {
                    all.add(read(group, test));
                }
            }
        }
        return all;
    }

    private static Sequence read(JsonNode group, JsonNode test) {
        List<Step> steps = new ArrayList<>();
        for (JsonNode message : test.get("msgs")) {
            steps.add(new Step(
                    message.get("type").asText().equals("send"),
                    PacketText.bytes(message.get("payload").asText())));
        }
        boolean connects = test.path("connect").asBoolean(group.path("connect").asBoolean(true));
        return new Sequence(
                group.get("group").asText().replaceAll(" +", " ") + ": "
                        + test.get("name").asText(),
                group.get("ver").asInt(),
                connects,
                !test.path("expect_disconnect").asBoolean(true),
                steps);
    }
}
