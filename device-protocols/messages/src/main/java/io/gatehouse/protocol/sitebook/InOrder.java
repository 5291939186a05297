package io.gatehouse.protocol.sitebook;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Copies that cannot be changed and always list their content in the same order: the same site book must give the same
 * bytes in every process, which {@code Set.copyOf} does not promise.
 */
final class InOrder {

    private InOrder() {}

    static <E extends Enum<E>> Set<E> of(Set<E> set) {
        return Collections.unmodifiableSet(new TreeSet<>(set));
    }

    static <V> SortedMap<String, V> of(Map<String, V> map) {
        return Collections.unmodifiableSortedMap(new TreeMap<>(map));
    }
}
