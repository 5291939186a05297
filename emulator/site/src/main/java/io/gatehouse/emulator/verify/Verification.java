package io.gatehouse.emulator.verify;

import io.gatehouse.emulator.ledger.Ledger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Joins what devices were acknowledged with what the fleet holds. Only evidence is judged: events and command answers. */
public final class Verification {

    private static final Set<String> EVIDENCE = Set.of("event", "ack");
    private static final int EXAMPLES = 10;

    private record Key(String device, String bootId, long seq) {}

    private final long lateAfterMillis;
    private final List<String> examples = new ArrayList<>();

    private Verification(long lateAfterMillis) {
        this.lateAfterMillis = lateAfterMillis;
    }

    /**
     * @param rows the fleet's events of the site, in any order
     * @param lateAfterMillis an event that takes longer from gateway to fleet counts as late
     */
    public static Verdict of(List<Ledger.Line> ledger, List<FleetRow> rows, long lateAfterMillis) {
        return new Verification(lateAfterMillis).judge(ledger, rows);
    }

    private Verdict judge(List<Ledger.Line> ledger, List<FleetRow> rows) {
        Map<Key, Ledger.Line> acknowledged = new LinkedHashMap<>();
        Set<String> devices = new HashSet<>();
        for (Ledger.Line line : ledger) {
            devices.add(line.device());
            if (line.taken() && EVIDENCE.contains(line.channel())) {
                acknowledged.putIfAbsent(new Key(line.device(), line.bootId(), line.seq()), line);
            }
        }
        List<FleetRow> ours = rows.stream()
                .filter(row -> row.device() != null && row.bootId() != null && row.deviceSeq() != null)
                .filter(row -> devices.contains(row.device()))
                .toList();
        Map<Key, Integer> held = new HashMap<>();
        ours.forEach(row -> held.merge(keyOf(row), 1, Integer::sum));
        return new Verdict(
                acknowledged.size(),
                ours.size(),
                lost(acknowledged.keySet(), held),
                twice(held),
                reordered(ours),
                ours.stream()
                        .filter(row -> row.fleetTime() - row.gatewayTime() > lateAfterMillis)
                        .count(),
                held.keySet().stream()
                        .filter(key -> !acknowledged.containsKey(key))
                        .count(),
                outcomes(ours),
                latencies(acknowledged.values(), ours),
                examples);
    }

    private static Key keyOf(FleetRow row) {
        return new Key(
                String.valueOf(row.device()),
                String.valueOf(row.bootId()),
                row.deviceSeq() == null ? -1 : row.deviceSeq());
    }

    private long lost(Set<Key> acknowledged, Map<Key, Integer> held) {
        List<Key> lost =
                acknowledged.stream().filter(key -> !held.containsKey(key)).toList();
        lost.forEach(key -> example("lost: " + key));
        return lost.size();
    }

    private long twice(Map<Key, Integer> held) {
        long sum = 0;
        for (Map.Entry<Key, Integer> one : held.entrySet()) {
            if (one.getValue() > 1) {
                sum += one.getValue() - 1;
                example("twice: " + one.getKey());
            }
        }
        return sum;
    }

    /** Read by the journal's number, a device's own numbers must rise within each boot. */
    private long reordered(List<FleetRow> rows) {
        List<FleetRow> sorted = rows.stream()
                .sorted(Comparator.comparing(FleetRow::log).thenComparingLong(FleetRow::seq))
                .toList();
        Map<String, Long> last = new HashMap<>();
        long sum = 0;
        for (FleetRow row : sorted) {
            Key key = keyOf(row);
            Long before = last.put(row.log() + "/" + key.device() + "/" + key.bootId(), key.seq());
            if (before != null && before > key.seq()) {
                sum++;
                example("reordered: " + key + " after " + before);
            }
        }
        return sum;
    }

    private void example(String text) {
        if (examples.size() < EXAMPLES) {
            examples.add(text);
        }
    }

    private static Map<String, Long> outcomes(List<FleetRow> rows) {
        Map<String, Long> outcomes = new TreeMap<>();
        rows.stream()
                .filter(row -> !row.outcome().isEmpty())
                .forEach(row -> outcomes.merge(row.outcome() + " " + row.reason(), 1L, Long::sum));
        return outcomes;
    }

    private static Map<String, Verdict.Percentiles> latencies(Iterable<Ledger.Line> acknowledged, List<FleetRow> rows) {
        List<Long> ack = new ArrayList<>();
        acknowledged.forEach(line -> ack.add(line.ackedAt() - line.sentAt()));
        return Map.of(
                "device to acknowledgement",
                Verdict.Percentiles.of(ack.stream().mapToLong(Long::longValue).toArray()),
                "gateway to fleet",
                Verdict.Percentiles.of(rows.stream()
                        .mapToLong(row -> row.fleetTime() - row.gatewayTime())
                        .toArray()));
    }
}
