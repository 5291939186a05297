package io.gatehouse.gateway.trace;

import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.access.AccessDecision;
import io.gatehouse.protocol.uplink.SiteEvent;
import io.gatehouse.traces.Step;
import io.gatehouse.traces.Traces;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Tells of each event its way to the disk and back to the device. Who passed is not told: devices, doors, outcomes and
 * reasons are. On the gateway's context.
 */
public final class EventTraces {

    /** Tells nothing. */
    public static final EventTraces OFF = new EventTraces(Traces.OFF, lane -> {
        throw new IllegalStateException("nothing is told of " + lane);
    });

    private final Traces traces;
    private final Function<Lane, LogId> logs;

    /** @param logs the journal's log of a lane */
    public EventTraces(Traces traces, Function<Lane, LogId> logs) {
        this.traces = traces;
        this.logs = logs;
    }

    /** A message has come. */
    public Way arrived() {
        return traces.isOn() ? new TimedWay(this, traces.now()) : Way.UNTOLD;
    }

    public long now() {
        return traces.now();
    }

    public Traces.Counts counts() {
        return traces.counts();
    }

    /** The gateway has recorded something that no device told. */
    public void recorded(Lane lane, long seq, SiteEvent event, long from) {
        if (traces.isOn() && event.deviceSeq() == null) {
            traces.of(logs.apply(lane), seq)
                    .ifPresent(trail -> {
                        long until = traces.now();
                        trail.whole(whole(lane, seq, event, from, until));
                        trail.step(Step.of("journal", Step.Kind.INSIDE, from, until));
                    });
        }
    }

    /** A device's message has gone its way. */
    void told(TimedWay way, Lane lane, SiteEvent event) {
        traces.of(logs.apply(lane), way.seq()).ifPresent(trail -> {
            trail.whole(whole(lane, way.seq(), event, way.arrivedAt(), way.answeredAt()));
            trail.step(Step.of("decode", Step.Kind.INSIDE, way.arrivedAt(), way.decodedAt()));
            trail.step(Step.of(
                    event.decision() == null ? "look" : "decide", Step.Kind.INSIDE, way.decodedAt(), way.decidedAt()));
            trail.step(Step.of("journal", Step.Kind.INSIDE, way.decidedAt(), way.durableAt()));
            trail.step(Step.of(
                    opens(event) ? "unlock" : "answer", Step.Kind.SENDS, way.durableAt(), way.answeredAt()));
        });
    }

    private Step whole(Lane lane, long seq, SiteEvent event, long from, long until) {
        return Step.of(event.type(), Step.Kind.ANSWERS, from, until).with(facts(logs.apply(lane), seq, event));
    }

    private static boolean opens(SiteEvent event) {
        AccessDecision decision = event.decision();
        return decision != null && decision.outcome().opens();
    }

    private static Map<String, String> facts(LogId log, long seq, SiteEvent event) {
        Map<String, String> facts = new TreeMap<>();
        facts.put("gatehouse.log", log.hex());
        facts.put("gatehouse.seq", String.valueOf(seq));
        facts.put("gatehouse.event.class", event.eventClass().name());
        if (event.device() != null) {
            facts.put("gatehouse.device", event.device().value());
        }
        AccessDecision decision = event.decision();
        if (decision != null) {
            facts.put("gatehouse.outcome", decision.outcome().name());
            facts.put("gatehouse.reason", decision.reason().name());
            if (decision.door() != null) {
                facts.put("gatehouse.door", decision.door());
            }
        }
        return facts;
    }
}
