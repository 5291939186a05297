package io.gatehouse.access.book;

import io.gatehouse.protocol.sitebook.SiteBook;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** For each access point and profile, the schedules under which it gives a right: as bits, equal masks stored once. */
final class Rights {

    private final Schedules schedules;
    private final int profiles;
    private final int[] rows;
    private final long[] masks;

    private record Mask(List<Long> words) {}

    Rights(List<SiteBook.AccessProfile> profiles, Numbers points, Schedules schedules) {
        this.schedules = schedules;
        this.profiles = profiles.size();
        this.rows = new int[points.size() * profiles.size()];
        List<long[]> distinct = new ArrayList<>();
        Map<Mask, Integer> numbers = new HashMap<>();
        numberOf(new long[schedules.words()], distinct, numbers);
        for (int profile = 0; profile < profiles.size(); profile++) {
            Map<Integer, long[]> byPoint = byPoint(profiles.get(profile), points);
            for (Map.Entry<Integer, long[]> entry : byPoint.entrySet()) {
                rows[entry.getKey() * this.profiles + profile] = numberOf(entry.getValue(), distinct, numbers);
            }
        }
        this.masks = distinct.stream().flatMapToLong(Arrays::stream).toArray();
    }

    private Map<Integer, long[]> byPoint(SiteBook.AccessProfile profile, Numbers points) {
        Map<Integer, long[]> byPoint = new HashMap<>();
        for (SiteBook.AccessPolicy policy : profile.policies()) {
            int schedule = schedules.find(policy.schedule());
            if (schedule != AccessBook.NOTHING) {
                for (int point : points.findAll(policy.accessPoints())) {
                    byPoint.computeIfAbsent(point, p -> new long[schedules.words()])[schedule >>> 6] |= 1L << schedule;
                }
            }
        }
        return byPoint;
    }

    private static int numberOf(long[] words, List<long[]> distinct, Map<Mask, Integer> numbers) {
        Mask mask = new Mask(Arrays.stream(words).boxed().toList());
        Integer known = numbers.get(mask);
        if (known != null) {
            return known;
        }
        distinct.add(words);
        numbers.put(mask, distinct.size() - 1);
        return distinct.size() - 1;
    }

    /** Whether one of the profiles of this set gives a right here at the moment. */
    boolean anyNow(int point, ProfileSets sets, int held, int moment) {
        for (int i = 0; i < sets.size(held); i++) {
            int row = rows[point * profiles + sets.profile(held, i)];
            if (row != 0 && schedules.anyRuns(masks, row * schedules.words(), moment)) {
                return true;
            }
        }
        return false;
    }

    /**
     * A schedule under which one of these profiles gives a right here, or {@link AccessBook#NOTHING}; one that runs at
     * the moment before one that does not.
     */
    int schedule(int point, int[] held, int moment) {
        int found = AccessBook.NOTHING;
        for (int profile : held) {
            int row = rows[point * profiles + profile];
            for (int word = 0; word < schedules.words(); word++) {
                long mask = masks[row * schedules.words() + word];
                while (mask != 0) {
                    int schedule = (word << 6) + Long.numberOfTrailingZeros(mask);
                    if (schedules.runs(schedule, moment)) {
                        return schedule;
                    }
                    found = schedule;
                    mask &= mask - 1;
                }
            }
        }
        return found;
    }

    long bytes() {
        return 4L * rows.length + 8L * masks.length;
    }
}
