package io.gatehouse.fleet;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.core.FleetCore;
import io.gatehouse.fleet.intake.IntakeListener;
import io.gatehouse.fleet.trace.IntakeTraces;
import io.gatehouse.fleet.web.call.Work;
import io.gatehouse.fleet.web.live.Live;
import io.gatehouse.fleet.web.live.Topic;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.LogId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries what was committed to whoever listens; reads it only when somebody does. Called on the intake's threads. */
final class LiveFeed implements IntakeListener {

    private static final Logger LOG = LoggerFactory.getLogger(LiveFeed.class);

    private final FleetCore core;
    private final Live live;
    private final Work work;
    private final IntakeTraces traces;

    LiveFeed(FleetCore core, Live live, Work work, IntakeTraces traces) {
        this.core = core;
        this.live = live;
        this.work = work;
        this.traces = traces;
    }

    @Override
    public void onEvents(GatewayId gateway, LogId log, long first, long last) {
        if (live.listening() > 0) {
            long committed = traces.now();
            work.call(() -> core.events().between(gateway, log, first, last))
                    .onSuccess(events -> {
                        if (!events.isEmpty()) {
                            show(log, events, committed);
                            live.changed(Topic.OVERVIEW, List.of());
                        }
                    })
                    .onFailure(failure -> LOG.debug("news are left out: {}", failure.toString()));
        }
    }

    private void show(LogId log, List<ObjectNode> events, long committed) {
        if (traces.isOn()) {
            live.changed(
                    Topic.EVENTS, events, () -> traces.shown(log, events, committed, live.listening()));
        } else {
            live.changed(Topic.EVENTS, events);
        }
    }

    @Override
    public void onCommands(Set<String> commandIds) {
        if (live.listening() > 0) {
            work.call(() -> commandIds.stream()
                            .map(core.commands()::find)
                            .flatMap(Optional::stream)
                            .toList())
                    .onSuccess((List<ObjectNode> commands) -> live.changed(Topic.COMMANDS, commands))
                    .onFailure(failure -> LOG.debug("news are left out: {}", failure.toString()));
        }
    }

    @Override
    public void onProblems() {
        live.changed(Topic.OVERVIEW, List.of());
    }
}
