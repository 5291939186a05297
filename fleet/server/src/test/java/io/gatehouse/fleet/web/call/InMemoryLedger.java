package io.gatehouse.fleet.web.call;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Keeps records in memory, or fails to. */
public final class InMemoryLedger implements Recorder.Ledger {

    final List<String> open = new CopyOnWriteArrayList<>();
    final List<Recorder.Change> kept = new CopyOnWriteArrayList<>();
    volatile boolean dies;

    @Override
    public long begin(Recorder.Who who, Recorder.Change planned, @Nullable String before) {
        open.add(who.user() + " " + planned.action());
        return open.size();
    }

    @Override
    public void forget(long intent) {
        open.clear();
    }

    @Override
    public void keep(long intent, Recorder.Who who, List<Recorder.Change> changes) {
        if (dies) {
            throw new IllegalStateException("the fleet dies after the change and before its record");
        }
        open.clear();
        kept.addAll(new ArrayList<>(changes));
    }
}
