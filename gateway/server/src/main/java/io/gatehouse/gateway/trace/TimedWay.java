package io.gatehouse.gateway.trace;

import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.uplink.SiteEvent;
import org.jspecify.annotations.Nullable;

/** The times of one message, as of {@link io.gatehouse.traces.Traces#now}. On the gateway's context. */
final class TimedWay implements Way {

    private final EventTraces traces;
    private final long arrivedAt;
    private long decodedAt;
    private long decidedAt;
    private long durableAt;
    private long answeredAt;
    private @Nullable Lane lane;
    private long seq;

    TimedWay(EventTraces traces, long arrivedAt) {
        this.traces = traces;
        this.arrivedAt = arrivedAt;
    }

    @Override
    public void decoded() {
        decodedAt = traces.now();
    }

    @Override
    public void decided() {
        decidedAt = traces.now();
    }

    @Override
    public void durable(Lane where, long number) {
        lane = where;
        seq = number;
        durableAt = traces.now();
    }

    @Override
    public void answered(SiteEvent event) {
        Lane where = lane;
        if (where != null) {
            answeredAt = traces.now();
            traces.told(this, where, event);
        }
    }

    long arrivedAt() {
        return arrivedAt;
    }

    long decodedAt() {
        return decodedAt;
    }

    long decidedAt() {
        return decidedAt;
    }

    long durableAt() {
        return durableAt;
    }

    long answeredAt() {
        return answeredAt;
    }

    long seq() {
        return seq;
    }
}
