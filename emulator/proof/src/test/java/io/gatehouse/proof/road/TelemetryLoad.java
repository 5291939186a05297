package io.gatehouse.proof.road;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.intake.Intake;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.EventClass;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.TimeQuality;
import io.gatehouse.protocol.uplink.GatewayEvents;
import io.gatehouse.protocol.uplink.SiteEvent;
import io.gatehouse.protocol.uplink.UplinkAck;
import io.gatehouse.protocol.uplink.UplinkBatch;
import java.util.ArrayList;
import java.util.List;

/** Measurements as a gateway sends them, put into a fleet's intake: records of fifty, a hundred records a batch. */
public final class TelemetryLoad {

    public static final int POINTS_A_RECORD = 50;

    private static final int DEVICES = 100;

    private final Intake intake;
    private final GatewayId gateway;
    private final LogId log;
    private final long begin;
    private long next = 1;

    /** @param begin when the first was measured, in milliseconds since 1970 */
    public TelemetryLoad(Intake intake, GatewayId gateway, LogId log, long begin) {
        this.intake = intake;
        this.gateway = gateway;
        this.log = log;
        this.begin = begin;
    }

    /** Sends so many records in one batch; returns how many points that is. */
    public long send(int records) {
        List<byte[]> batch = new ArrayList<>(records);
        long first = next;
        for (int i = 0; i < records; i++) {
            batch.add(record(next++).toBytes());
        }
        UplinkAck ack = intake.accept(new UplinkBatch(gateway, Lane.TELEMETRY, log, first, 1, next - 1, true, batch));
        if (ack.refusal() != null) {
            throw new IllegalStateException("the fleet refused measurements: " + ack.refusal());
        }
        return (long) records * POINTS_A_RECORD;
    }

    private SiteEvent record(long number) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode list = body.putArray("measurements");
        for (int i = 0; i < POINTS_A_RECORD; i++) {
            list.addObject().put("n", "m" + i).put("u", "V").put("v", (number + i) % 1_000 / 10.0);
        }
        // one device has no two records of the same time
        long at = begin + number / DEVICES * 1_000;
        return new SiteEvent(
                EventClass.HEALTH,
                GatewayEvents.TELEMETRY,
                new DeviceId("meter-" + number % DEVICES),
                "boot",
                number,
                at,
                at,
                TimeQuality.SYNCED,
                false,
                body,
                null);
    }
}
