package io.gatehouse.patrol.judge;

import io.gatehouse.protocol.patrol.CheckpointScan;
import java.util.List;
import java.util.Map;

/**
 * All that is known when rounds are judged, in any order. Times are milliseconds since 1970.
 *
 * @param scans by whichever way
 * @param traces what doors and readers noticed
 * @param outages of checkpoint devices and of the gateway
 * @param custody who had which wand
 * @param watermarks wand to the time up to which all that it read is known
 * @param orders of supervisors
 * @param counts how far counting tags had come before, by scans that are not among these
 */
public record Evidence(
        List<CheckpointScan> scans,
        List<Trace> traces,
        List<Outage> outages,
        List<Custody> custody,
        Map<String, Long> watermarks,
        List<RoundOrder> orders,
        List<TagCount> counts) {

    public static final Evidence NONE = of(List.of());

    /** Somebody opened a door or was read, whoever it was. */
    public record Trace(String place, long at) {}

    /**
     * Something was not there to notice anybody.
     *
     * @param device its id, or {@link #GATEWAY}
     * @param to when it was back, or {@link Long#MAX_VALUE} while it is not
     */
    public record Outage(String device, MissCause cause, long from, long to) {

        public static final String GATEWAY = "gateway";

        long within(long begin, long end) {
            return Math.max(0, Math.min(end, to) - Math.max(begin, from));
        }
    }

    /** @param to when it was given back, or {@link Long#MAX_VALUE} while it is not */
    public record Custody(String wand, String officer, long from, long to) {

        boolean overlaps(long begin, long end) {
            return from <= end && to >= begin;
        }
    }

    public Evidence {
        scans = List.copyOf(scans);
        traces = List.copyOf(traces);
        outages = List.copyOf(outages);
        custody = List.copyOf(custody);
        watermarks = Map.copyOf(watermarks);
        orders = List.copyOf(orders);
        counts = List.copyOf(counts);
    }

    /** Of tags nothing is known from before. */
    public Evidence(
            List<CheckpointScan> scans,
            List<Trace> traces,
            List<Outage> outages,
            List<Custody> custody,
            Map<String, Long> watermarks,
            List<RoundOrder> orders) {
        this(scans, traces, outages, custody, watermarks, orders, List.of());
    }

    /** Nothing but scans. */
    public static Evidence of(List<CheckpointScan> scans) {
        return new Evidence(scans, List.of(), List.of(), List.of(), Map.of(), List.of());
    }

    public Evidence with(RoundOrder... more) {
        return new Evidence(scans, traces, outages, custody, watermarks, List.of(more), counts);
    }

    public Evidence with(List<Outage> down) {
        return new Evidence(scans, traces, down, custody, watermarks, orders, counts);
    }

    public Evidence wands(List<Custody> held, Map<String, Long> readUpTo) {
        return new Evidence(scans, traces, outages, held, readUpTo, orders, counts);
    }

    public Evidence after(List<TagCount> known) {
        return new Evidence(scans, traces, outages, custody, watermarks, orders, known);
    }
}
