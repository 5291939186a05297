package io.gatehouse.fleet.intake;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.EventClass;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.TimeQuality;
import io.gatehouse.protocol.uplink.SiteEvent;
import io.gatehouse.protocol.uplink.UplinkBatch;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Batches as a gateway makes them. */
final class Batches {

    static final long TIME = 1_790_000_000_000L;

    private Batches() {}

    /** Door events of one boot of a device, whose own numbers are those of the log. */
    static UplinkBatch of(GatewayId gateway, LogId log, long from, long to) {
        return of(
                gateway,
                log,
                from,
                to,
                seq -> event("gate-1", "boot-" + log.hex().substring(0, 8), seq, "DoorOpened"));
    }

    static UplinkBatch of(GatewayId gateway, LogId log, long from, long to, LongFunction<SiteEvent> event) {
        return of(
                gateway,
                log,
                from,
                1,
                LongStream.rangeClosed(from, to)
                        .mapToObj(seq -> event.apply(seq).toBytes())
                        .toList());
    }

    static UplinkBatch of(GatewayId gateway, LogId log, long from, long oldest, List<byte[]> records) {
        return new UplinkBatch(gateway, Lane.EVIDENCE, log, from, oldest, from + records.size() - 1, true, records);
    }

    static SiteEvent event(String device, String boot, long seq, String type) {
        return event(
                device, boot, seq, type, JsonNodeFactory.instance.objectNode().put("type", type));
    }

    static SiteEvent event(String device, @Nullable String boot, long seq, String type, ObjectNode body) {
        return new SiteEvent(
                EventClass.EVIDENCE,
                type,
                new DeviceId(device),
                boot,
                boot == null ? null : seq,
                TIME + seq,
                TIME + seq,
                TimeQuality.SYNCED,
                false,
                body,
                null);
    }
}
