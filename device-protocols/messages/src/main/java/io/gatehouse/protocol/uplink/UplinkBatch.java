package io.gatehouse.protocol.uplink;

import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.LogId;
import java.util.List;

/**
 * Consecutive records of one log, any interval of it, at any time: record {@code i} has the sequence number
 * {@code first + i}. Only what is durable at the gateway is sent.
 *
 * @param oldest the oldest sequence number that the gateway still holds; what is missing below will never come
 * @param newest the newest durable sequence number of the log
 * @param live new events on their way at once, rather than backlog
 * @param records each a {@link SiteEvent} in CBOR, as it lies in the journal
 */
public record UplinkBatch(
        GatewayId gateway,
        Lane lane,
        LogId log,
        long first,
        long oldest,
        long newest,
        boolean live,
        List<byte[]> records) {

    public UplinkBatch {
        if (first < 1 || records.isEmpty()) {
            throw new IllegalArgumentException("a batch has records, numbered from 1");
        }
        records = List.copyOf(records);
    }

    /** Sequence number of the last record. */
    public long last() {
        return first + records.size() - 1;
    }
}
