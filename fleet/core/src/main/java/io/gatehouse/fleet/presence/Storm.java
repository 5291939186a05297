package io.gatehouse.fleet.presence;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Merges devices of one gateway that fell silent together into one change: when a receiver fails, all its sensors do. */
final class Storm {

    /** Fewer may be chance. */
    private static final int LEAST = 3;

    /** Their last words lie no further apart than this: one deadline passes for all. */
    static final Duration TOGETHER = Duration.ofSeconds(90);

    private Storm() {}

    private record Way(String site, String gateway) {}

    static List<PresenceChange> merged(List<PresenceChange> changes) {
        List<PresenceChange> merged = new ArrayList<>();
        Map<Way, List<PresenceChange>> gone = new LinkedHashMap<>();
        for (PresenceChange one : changes) {
            if (one.isDeviceGone() && one.gateway() != null) {
                gone.computeIfAbsent(new Way(one.site(), one.gateway()), way -> new ArrayList<>())
                        .add(one);
            } else {
                merged.add(one);
            }
        }
        gone.values().forEach(group -> {
            if (group.size() >= LEAST && together(group)) {
                merged.add(one(group));
            } else {
                merged.addAll(group);
            }
        });
        return merged;
    }

    private static boolean together(List<PresenceChange> group) {
        List<Instant> last = group.stream()
                .map(one -> one.now().since() == null ? one.at() : one.now().since())
                .sorted()
                .toList();
        return !last.get(0).plus(TOGETHER).isBefore(last.get(last.size() - 1));
    }

    private static PresenceChange one(List<PresenceChange> group) {
        PresenceChange first = group.get(0);
        List<String> others =
                group.stream().skip(1).map(one -> String.valueOf(one.device())).toList();
        return new PresenceChange(
                first.site(), first.device(), first.gateway(), first.was(), first.now(), first.at(), others);
    }
}
