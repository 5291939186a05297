package io.gatehouse.patrol.judge;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tags that were passed by unread in too many rounds whose other stops were made: rather damaged than forgotten. */
final class TagHealth {

    private TagHealth() {}

    static Set<String> silent(List<List<StopWork>> rounds, int most, long now) {
        Map<String, Integer> inARow = new HashMap<>();
        Set<String> silent = new HashSet<>();
        rounds.stream()
                .filter(round -> !round.isEmpty() && isWalked(round))
                .sorted(Comparator.comparingLong(round -> round.get(0).round().startAt()))
                .flatMap(List::stream)
                .filter(stop -> stop.status(now) != StopStatus.PENDING)
                .forEach(stop -> {
                    String checkpoint = stop.planned().checkpoint();
                    int missed = stop.isOpen() ? inARow.merge(checkpoint, 1, Integer::sum) : 0;
                    if (missed == 0) {
                        inARow.put(checkpoint, 0);
                        silent.remove(checkpoint);
                    } else if (missed >= most) {
                        silent.add(checkpoint);
                    }
                });
        return silent;
    }

    /** More than half of its stops were made. */
    private static boolean isWalked(List<StopWork> round) {
        return round.stream().filter(stop -> !stop.isOpen()).count() * 2 > round.size();
    }
}
