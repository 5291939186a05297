package io.gatehouse.gateway.uplink;

/**
 * The uplink's limits.
 *
 * @param windowRecords records in flight at most, whatever credit the fleet grants
 * @param windowBytes payload bytes in flight at most
 * @param batchRecords records in one message
 * @param batchBytes payload bytes in one message, under the fleet's packet limit
 * @param ackTimeoutMillis without an answer for this long a batch is sent again; doubles up to the maximum
 */
public record UplinkSettings(
        int windowRecords,
        int windowBytes,
        int batchRecords,
        int batchBytes,
        long ackTimeoutMillis,
        long maxAckTimeoutMillis) {

    /** 2,000 records and 1 MiB in flight, 500 records and 256 KiB a batch, 5 s to 60 s of patience. */
    public static UplinkSettings usual() {
        return new UplinkSettings(2_000, 1 << 20, 500, 256 * 1024, 5_000, 60_000);
    }
}
