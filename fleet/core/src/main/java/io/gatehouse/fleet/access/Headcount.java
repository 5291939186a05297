package io.gatehouse.fleet.access;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who there is, as far as rules depend on it: active people by the set of groups they are in, and which profiles the
 * credentials of a group's people give.
 */
public record Headcount(Map<Set<String>, Integer> byGroups, Map<String, Set<String>> profilesOfGroup) {

    public static final Headcount NOBODY = new Headcount(Map.of(), Map.of());

    public Headcount {
        byGroups = Map.copyOf(byGroups);
        profilesOfGroup = Map.copyOf(profilesOfGroup);
    }

    /** Whether anybody is in one of the groups. */
    boolean anyOf(List<String> groups) {
        return byGroups.keySet().stream().anyMatch(set -> groups.stream().anyMatch(set::contains));
    }

    int total() {
        return byGroups.values().stream().mapToInt(Integer::intValue).sum();
    }

    Set<String> profilesOf(List<String> groups) {
        Set<String> profiles = new HashSet<>();
        groups.forEach(group -> profiles.addAll(profilesOfGroup.getOrDefault(group, Set.of())));
        return profiles;
    }

    /** Whether different people can take all the places; an empty list takes anybody. */
    boolean canFill(List<List<String>> places) {
        List<Set<String>> sets = List.copyOf(byGroups.keySet());
        int[] left = sets.stream().mapToInt(byGroups::get).toArray();
        int[] taken = new int[places.size()];
        Arrays.fill(taken, -1);
        for (int place = 0; place < places.size(); place++) {
            if (!seat(place, places, sets, left, taken, new boolean[sets.size()])) {
                return false;
            }
        }
        return true;
    }

    /** Finds somebody for the place, moving others when that helps (augmenting paths). */
    private static boolean seat(
            int place, List<List<String>> places, List<Set<String>> sets, int[] left, int[] taken, boolean[] tried) {
        for (int set = 0; set < sets.size(); set++) {
            if (tried[set] || !fits(places.get(place), sets.get(set))) {
                continue;
            }
            tried[set] = true;
            if (left[set] > 0) {
                left[set]--;
                taken[place] = set;
                return true;
            }
            for (int other = 0; other < place; other++) {
                if (taken[other] == set && seat(other, places, sets, left, taken, tried)) {
                    taken[place] = set;
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean fits(List<String> place, Set<String> groups) {
        return place.isEmpty() || place.stream().anyMatch(groups::contains);
    }
}
