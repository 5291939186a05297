package io.gatehouse.broker.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gatehouse.broker.Mosquitto;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PacketSequencesTest {

    private static final String HOW = "%s: %d of %d packet sequences right, %d valid clients dropped%n";

    @TempDir
    Path folder;

    private record Result(List<String> wrong, List<String> dropped) {}

    @Test
    void no_valid_client_is_dropped_and_at_least_as_much_is_right_as_with_mosquitto() throws IOException {
        Optional<Path> data = Sequence.folder();
        assumeTrue(data.isPresent(), "needs ../shared/data/mqtt-packets beside the project");
        List<Sequence> sequences = Sequence.all(data.get());
        Result ours;
        try (OpenBroker broker = new OpenBroker()) {
            ours = play("ours", broker.port(), sequences);
        }
        assertThat(ours.dropped).isEmpty();
        assumeTrue(Mosquitto.isHere(), "needs mosquitto for the comparison (package mosquitto)");
        Result theirs;
        try (Mosquitto mosquitto = Mosquitto.start(folder)) {
            theirs = play("mosquitto", mosquitto.port(), sequences);
        }
        ours.wrong.stream()
                .filter(each -> !theirs.wrong.contains(each))
                .forEach(each -> System.out.println("  only ours differs: " + each));
        theirs.wrong.stream()
                .filter(each -> !ours.wrong.contains(each))
                .forEach(each -> System.out.println("  only mosquitto differs: " + each));
        assertThat(ours.wrong).hasSizeLessThanOrEqualTo(theirs.wrong.size());
    }

    private static Result play(String name, int port, List<Sequence> sequences) throws IOException {
        Player player = new Player(port);
        Result result = new Result(new ArrayList<>(), new ArrayList<>());
        for (Sequence sequence : sequences) {
            Player.Outcome outcome = outcome(player, sequence);
            outcome.wrong().ifPresent(why -> result.wrong.add(sequence.name() + ": " + why));
            if (outcome.dropped()) {
                result.dropped.add(sequence.name() + ": " + outcome.wrong().orElse(""));
            }
        }
        System.out.printf(HOW, name, sequences.size() - result.wrong.size(), sequences.size(), result.dropped.size());
        return result;
    }

    private static Player.Outcome outcome(Player player, Sequence sequence) throws IOException {
        try {
            return player.play(sequence);
        } catch (SocketTimeoutException e) {
            return new Player.Outcome(Optional.of("expected an answer, and nothing came"), false);
        }
    }
}
