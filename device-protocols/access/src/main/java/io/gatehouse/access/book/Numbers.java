package io.gatehouse.access.book;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Ids and their numbers, for the few hundred things of a site. Only for building, and for asking by id. */
final class Numbers {

    static final int NONE = -1;

    private final Map<String, Integer> numbers = new HashMap<>();

    static <T> Numbers of(List<T> things, Function<T, String> id) {
        Numbers numbers = new Numbers();
        things.forEach(thing -> numbers.number(id.apply(thing)));
        return numbers;
    }

    /** The id's number; a new id gets the next one. */
    int number(String id) {
        Integer known = numbers.get(id);
        if (known != null) {
            return known;
        }
        numbers.put(id, numbers.size());
        return numbers.size() - 1;
    }

    /** The id's number, or {@link #NONE}. */
    int find(@Nullable String id) {
        return id == null ? NONE : numbers.getOrDefault(id, NONE);
    }

    /** The numbers of those ids that are known. */
    int[] findAll(List<String> ids) {
        return ids.stream().mapToInt(this::find).filter(n -> n != NONE).toArray();
    }

    int size() {
        return numbers.size();
    }
}
