package io.gatehouse.patrol.judge;

import io.gatehouse.protocol.patrol.CheckpointScan;
import io.gatehouse.protocol.patrol.CheckpointScan.Doubt;
import io.gatehouse.protocol.patrol.TagReading;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Readings of counting tags that somebody recorded and played back: a count that another scan has told before, or one that
 * runs backwards, since it is lower than one that was read earlier. It is found from all scans together, whichever was told
 * first and to whom: a phone that was off line longer brings lower counts with earlier times, and those are right. What was
 * recorded and never told, and is played back before anybody reads the tag again, no count shows.
 */
public final class Replays {

    /** Two phones' clocks may differ by as much. */
    private static final long APART_MILLIS = 120_000;

    private final Map<String, TagCount> before = new HashMap<>();
    private final Set<String> replayed = new HashSet<>();

    private record Counted(CheckpointScan scan, TagCount count) {

        long earliest() {
            return scan.at() - scan.doubtMillis();
        }
    }

    private Replays(List<TagCount> before) {
        before.forEach(count -> this.before.merge(count.tag(), count, TagCount::further));
    }

    /** What the scan says of how far its tag had come; nothing of a tag that does not count, or of what is forged. */
    public static Optional<TagCount> countOf(CheckpointScan scan) {
        if (scan.doubts().contains(Doubt.SIGNATURE_WRONG)) {
            return Optional.empty();
        }
        TagReading read = TagReading.of(scan.tag());
        Long count = read.count();
        return count == null
                ? Optional.empty()
                : Optional.of(new TagCount(read.number(), count, scan.at() + scan.doubtMillis(), scan.id()));
    }

    /**
     * The same scans, those that were played back with that doubt.
     *
     * @param before how far tags had come by scans that are not among these
     */
    static List<CheckpointScan> marked(List<CheckpointScan> scans, List<TagCount> before) {
        Map<String, List<Counted>> byTag = new HashMap<>();
        for (CheckpointScan scan : scans) {
            countOf(scan)
                    .ifPresent(count -> byTag.computeIfAbsent(count.tag(), tag -> new ArrayList<>())
                            .add(new Counted(scan, count)));
        }
        if (byTag.isEmpty()) {
            return scans;
        }
        Replays replays = new Replays(before);
        byTag.forEach(replays::look);
        return scans.stream()
                .map(scan -> replays.replayed.contains(scan.id()) ? scan.doubted(Doubt.REPLAYED) : scan)
                .toList();
    }

    /** From the highest count down, so that of each it is known when a higher one was first read. */
    private void look(String tag, List<Counted> read) {
        TreeMap<Long, List<Counted>> byCount = new TreeMap<>(Comparator.reverseOrder());
        read.forEach(one -> byCount.computeIfAbsent(one.count.count(), count -> new ArrayList<>())
                .add(one));
        TagCount known = before.get(tag);
        long higher = Long.MAX_VALUE;
        for (Map.Entry<Long, List<Counted>> one : byCount.entrySet()) {
            long count = one.getKey();
            long first = known != null && known.count() > count ? Math.min(higher, known.at()) : higher;
            String told = known != null && known.count() == count ? known.scan() : null;
            higher = Math.min(higher, genuine(one.getValue(), first, told));
        }
    }

    /**
     * Of readings with the same count at most one is what it seems, the first of them.
     *
     * @param higher when a higher count was first read
     * @param told the scan that told the count before, or nothing
     * @return when that one was, at the latest; far ahead when all are played back
     */
    private long genuine(Collection<Counted> same, long higher, @Nullable String told) {
        long latest = Long.MAX_VALUE;
        List<Counted> inTime = same.stream()
                .sorted(Comparator.comparingLong((Counted one) -> one.scan.at()).thenComparing(one -> one.scan.id()))
                .toList();
        String first = inTime.get(0).scan.id();
        for (Counted one : inTime) {
            boolean again = !one.scan.id().equals(told == null ? first : told);
            // both may be off by their doubt, and the two clocks besides
            boolean backwards = higher < one.earliest() - APART_MILLIS;
            if (again || backwards) {
                replayed.add(one.scan.id());
            } else {
                latest = one.count.at();
            }
        }
        return latest;
    }
}
