package io.gatehouse.fleet.alarm;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which of the conditions of a moment are alarms of their own, and which follow from another: behind a gateway that is
 * silent nothing can be said of any device, and what many devices of a site have at once is one thing. Pure.
 */
final class Causes {

    /** From so many of one kind at one site on, they are one alarm. */
    static final int STORM = 8;

    /** Conditions that only say that a device is not heard: a line that is cut explains them. */
    private static final Set<String> EXPLAINED_BY_SILENCE = Set.of("DEVICE_OFFLINE", "DEVICE_FLAPPING", "CAMERA_FAULT");

    /** Conditions that are one whichever device has them, when many have. */
    private static final Set<String> MERGED = Set.of(
            "DEVICE_OFFLINE",
            "DEVICE_FLAPPING",
            "CAMERA_FAULT",
            "BATTERY_LOW",
            "POWER_LOST",
            "CONTACT_FAULT",
            "LOCK_FAULT",
            "DOOR_HELD",
            "MESSAGES_REFUSED",
            "GATEWAY_SILENT");

    private static final Finding.Words WORDS =
            new Finding.Words("attention.STORM.title", "attention.STORM.affects", "attention.STORM.stillWorks", null);

    private Causes() {}

    /**
     * What is to be raised, and what is kept quiet because of what.
     *
     * @param raised by key
     * @param masked the key of the cause, by the key of what follows from it
     */
    record Sorted(Map<String, Finding> raised, Map<String, String> masked) {}

    /** @param standing what has an alarm already: one that was merged stays so, and does not come apart at the edge */
    static Sorted of(List<Finding> findings, Set<String> standing) {
        Map<String, Finding> raised = new LinkedHashMap<>();
        Map<String, String> masked = new HashMap<>();
        Map<String, Finding> silent = new HashMap<>();
        for (Finding finding : findings) {
            if (finding.kind().equals("GATEWAY_SILENT") && finding.subject().gateway() != null) {
                silent.put(finding.subject().gateway(), finding);
            }
        }
        for (Finding finding : findings) {
            Finding cause = cause(finding, silent);
            if (cause == null) {
                raised.put(finding.key(), finding);
            } else {
                masked.put(finding.key(), cause.key());
            }
        }
        merge(raised, masked, standing);
        return new Sorted(raised, masked);
    }

    private static @Nullable Finding cause(Finding finding, Map<String, Finding> silent) {
        String gateway = finding.subject().gateway();
        boolean explained = EXPLAINED_BY_SILENCE.contains(finding.kind());
        return explained && gateway != null ? silent.get(gateway) : null;
    }

    private static void merge(Map<String, Finding> raised, Map<String, String> masked, Set<String> standing) {
        Map<String, List<Finding>> alike = new LinkedHashMap<>();
        for (Finding finding : raised.values()) {
            if (MERGED.contains(finding.kind())) {
                alike.computeIfAbsent(finding.subject().site() + "/" + finding.kind(), key -> new ArrayList<>())
                        .add(finding);
            }
        }
        alike.forEach((of, many) -> {
            // half as many hold it together
            int enough = standing.contains("STORM:" + of) ? STORM / 2 : STORM;
            if (many.size() >= enough) {
                Finding storm = Finding.storm(many, WORDS, affected(many));
                many.forEach(one -> {
                    raised.remove(one.key());
                    masked.put(one.key(), storm.key());
                });
                raised.put(storm.key(), storm);
            }
        });
    }

    private static Set<String> affected(List<Finding> many) {
        Set<String> all = new TreeSet<>();
        many.forEach(one -> all.addAll(one.affected()));
        return all;
    }
}
