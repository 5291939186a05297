package io.gatehouse.fleet.patrol;

import io.gatehouse.patrol.judge.Evidence;
import io.gatehouse.patrol.phone.PhoneReport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Who had which phone with them, from what phones told of their duty by any way, in any order. On one thread. */
final class PhoneDuty {

    private final Map<String, PhoneReport> told = new HashMap<>();

    /** The same twice is once. */
    void tell(PhoneReport report) {
        if (report.beginsDuty() || report.endsDuty()) {
            told.putIfAbsent(report.id(), report);
        }
    }

    List<Evidence.Custody> custody() {
        List<Evidence.Custody> all = new ArrayList<>();
        Map<String, PhoneReport> on = new HashMap<>();
        told.values().stream()
                .sorted(Comparator.comparingLong(PhoneReport::at).thenComparing(PhoneReport::id))
                .forEach(report -> {
                    PhoneReport before =
                            report.beginsDuty() ? on.put(report.phone(), report) : on.remove(report.phone());
                    if (before != null) {
                        all.add(held(before, report.at()));
                    }
                });
        on.values().forEach(report -> all.add(held(report, Long.MAX_VALUE)));
        return all;
    }

    private static Evidence.Custody held(PhoneReport since, long to) {
        return new Evidence.Custody(since.phone(), since.officer(), since.at(), to);
    }
}
