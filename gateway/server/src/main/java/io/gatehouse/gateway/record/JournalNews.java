package io.gatehouse.gateway.record;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.journal.FillWatch;
import io.gatehouse.gateway.journal.Journal;
import io.gatehouse.gateway.journal.JournalGap;
import io.gatehouse.protocol.uplink.GatewayEvents;
import java.util.HashSet;
import java.util.Set;

/** Tells, as evidence, what the journal has to say of itself: what is lost, and how full it gets. On the gateway's context. */
public final class JournalNews {

    private final Journal journal;
    private final Recorder recorder;
    private final FillWatch fill = new FillWatch();
    private final Set<JournalGap> gapsTold = new HashSet<>();

    public JournalNews(Journal journal, Recorder recorder) {
        this.journal = journal;
        this.recorder = recorder;
    }

    /** Tells what is new since the last time; call now and then. What cannot be kept now is told again. */
    public void tell() {
        journal.gaps().stream().filter(gapsTold::add).forEach(this::tellGap);
        fill.look(journal.fills()).forEach(this::tellFill);
    }

    private void tellGap(JournalGap gap) {
        ObjectNode body = Recorder.body()
                .put("lane", gap.lane().name())
                .put("log", gap.log().hex())
                .put("from", gap.from())
                .put("to", gap.to())
                .put("reason", gap.reason().name());
        recorder.tell(GatewayEvents.JOURNAL_GAP, null, body).onFailure(notKept -> gapsTold.remove(gap));
    }

    private void tellFill(FillWatch.Change change) {
        ObjectNode body = Recorder.body().put("lane", change.what()).put("percent", change.percent());
        if (change.level() == 0) {
            recorder.tell(GatewayEvents.JOURNAL_DRAINED, null, body);
        } else {
            recorder.tell(GatewayEvents.JOURNAL_FILLING, null, body.put("level", change.level()))
                    .onFailure(notKept -> fill.forget(change.what()));
        }
    }
}
