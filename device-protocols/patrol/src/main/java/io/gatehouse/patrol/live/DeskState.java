package io.gatehouse.patrol.live;

import io.gatehouse.patrol.judge.Evidence;
import io.gatehouse.patrol.judge.RoundOrder;
import io.gatehouse.patrol.judge.TagCount;
import io.gatehouse.protocol.patrol.CheckpointScan;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a desk must find again after a restart.
 *
 * @param savedAt milliseconds since 1970, when the desk was last awake
 * @param known schedule to when it was first heard of: its rounds before that are nobody's fault
 * @param told what findings said, by what they are about
 * @param climbs alarms that nobody has taken
 * @param counts how far counting tags had come by scans that are forgotten; nothing in what an older version kept
 */
public record DeskState(
        long savedAt,
        List<CheckpointScan> scans,
        List<Evidence.Trace> traces,
        List<Evidence.Outage> outages,
        List<Evidence.Custody> custody,
        Map<String, Long> watermarks,
        List<RoundOrder> orders,
        Map<String, Long> known,
        Map<String, Told> told,
        List<Ladder.Climb> climbs,
        List<LoneWorker> workers,
        @Nullable List<TagCount> counts) {

    public static final DeskState EMPTY = new DeskState(
            0, List.of(), List.of(), List.of(), List.of(), Map.of(), List.of(), Map.of(), Map.of(), List.of(),
            List.of(), List.of());

    /**
     * @param finding the last finding's id
     * @param revision how often it was told
     * @param what it said
     * @param at milliseconds since 1970
     */
    public record Told(String finding, int revision, String what, long at) {}
}
