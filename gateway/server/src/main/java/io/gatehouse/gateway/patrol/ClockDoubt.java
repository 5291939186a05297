package io.gatehouse.gateway.patrol;

import io.gatehouse.protocol.patrol.CheckpointScan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is collected while the gateway's clock cannot be believed. Nothing is judged then, or every round would be missed;
 * but how long ago each scan came is known by a clock that does not run backwards, and so, once the time is right again,
 * when it was. What was collected before a restart keeps its doubt. On the gateway's context.
 */
final class ClockDoubt {

    private record Held(CheckpointScan scan, long up) {}

    private final List<Held> held = new ArrayList<>();
    private Optional<String> alarm = Optional.empty();
    private long beganUp;

    /** What became known when the clock could be believed again. */
    record Mended(String alarm, long since, List<CheckpointScan> scans) {}

    boolean isOn() {
        return alarm.isPresent();
    }

    /** @param up milliseconds of a clock that does not run backwards, here and everywhere */
    void begin(String finding, long up) {
        alarm = Optional.of(finding);
        beganUp = up;
    }

    void hold(CheckpointScan scan, long up) {
        held.add(new Held(scan, up));
    }

    /** How many scans wait for a time. */
    int waiting() {
        return held.size();
    }

    /** The clock is believed again, and shows this. */
    Mended end(long now, long up) {
        List<CheckpointScan> scans =
                held.stream().map(one -> mended(one, now, up)).toList();
        Mended all = new Mended(alarm.orElse(""), now - (up - beganUp), scans);
        alarm = Optional.empty();
        held.clear();
        return all;
    }

    private static CheckpointScan mended(Held one, long now, long up) {
        long told = now - (up - one.up);
        // a scan that was told some time after it was made is as much older than its telling as it was said to be
        long before = Math.max(0, one.scan.receivedAt() - one.scan.at());
        return one.scan.when(told - before, 0).receivedAt(told);
    }
}
