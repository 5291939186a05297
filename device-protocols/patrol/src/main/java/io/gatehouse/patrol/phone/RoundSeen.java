package io.gatehouse.patrol.phone;

import io.gatehouse.patrol.judge.Flag;
import io.gatehouse.patrol.judge.RoundVerdict;
import io.gatehouse.patrol.judge.StopVerdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a guard sees of a round that is over, and signs on the phone: the same verdict is the same text at the gateway and at
 * the fleet, so that a signature that was given at a site that was cut off is known to be over what is true, or not any more.
 *
 * @param text lines that each end with a line feed: the round, how much of it was made, and a line for each stop with its
 *     ordinal, checkpoint, status, time and flags
 */
public record RoundSeen(String text) {

    private static final String FIRST = "gatehouse-round,1";
    private static final String ROUND = "round,";

    public static RoundSeen of(RoundVerdict verdict) {
        StringBuilder text = new StringBuilder(FIRST)
                .append('\n')
                .append(ROUND)
                .append(verdict.round().id())
                .append("\nmade,")
                .append(verdict.made())
                .append(',')
                .append(verdict.round().stops().size())
                .append('\n');
        verdict.stops().forEach(stop -> text.append(line(stop)));
        return new RoundSeen(text.toString());
    }

    private static String line(StopVerdict stop) {
        Long at = stop.at();
        String flags = stop.flags().stream().map(Flag::name).sorted().collect(Collectors.joining(" "));
        return stop.ordinal() + "," + stop.checkpoint() + "," + stop.status() + ","
                + (at == null ? "" : Instant.ofEpochMilli(at).toString()) + "," + flags + "\n";
    }

    /** The round that the text is about; nothing when it is no such text. */
    public Optional<String> round() {
        List<String> lines = text.lines().limit(2).toList();
        return lines.size() == 2 && lines.get(0).equals(FIRST) && lines.get(1).startsWith(ROUND)
                ? Optional.of(lines.get(1).substring(ROUND.length()))
                : Optional.empty();
    }

    /** Hexadecimal SHA-256 of the text. */
    public String hash() {
        return ShiftSheet.digest(text);
    }
}
