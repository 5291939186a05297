package io.gatehouse.proof.sim;

import io.gatehouse.gateway.journal.Journal;
import io.gatehouse.gateway.seen.Marks;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.IntervalSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The saved marks: replaced in one step, so that a crash finds the old or the new. */
final class SimMarks {

    private final Dice dice;
    private @Nullable Marks saved;
    private @Nullable Marks draft;

    SimMarks(Dice dice) {
        this.dice = dice;
    }

    Marks load(Journal journal) {
        return saved == null ? Marks.none(journal) : copy(saved);
    }

    private static Marks copy(Marks marks) {
        Map<DeviceId, LinkedHashMap<String, IntervalSet>> devices = new HashMap<>();
        marks.devices().forEach((device, boots) -> devices.put(device, new LinkedHashMap<>(boots)));
        return new Marks(new EnumMap<>(marks.logs()), new EnumMap<>(marks.coveredUpTo()), devices);
    }

    void begin(Marks marks) {
        draft = marks;
    }

    void finish() {
        saved = draft;
        draft = null;
    }

    void giveUp() {
        draft = null;
    }

    void crash() {
        if (draft != null && dice.coin()) {
            saved = draft;
        }
        draft = null;
    }
}
