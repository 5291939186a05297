package io.gatehouse.patrol.judge;

import java.util.List;

/** What became of rounds and of scans: each round and each scan that was given, once. */
public record Judgement(List<RoundVerdict> rounds, List<ScanVerdict> scans) {
    public Judgement {
        rounds = List.copyOf(rounds);
        scans = List.copyOf(scans);
    }

    /** The round with that id; refuses ({@link IllegalArgumentException}) one that was not judged. */
    public RoundVerdict round(String id) {
        return rounds.stream()
                .filter(one -> one.round().id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("round " + id + " was not judged"));
    }
}
