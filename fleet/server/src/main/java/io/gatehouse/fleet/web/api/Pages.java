package io.gatehouse.fleet.web.api;

import io.gatehouse.fleet.web.call.Answer;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Lists of which one more was read than asked for, to know whether there is a next page. */
final class Pages {

    private Pages() {}

    static <T> Answer of(List<T> found, int limit, Function<T, String> position) {
        if (found.size() <= limit) {
            return Answer.items(found);
        }
        List<T> page = found.subList(0, limit);
        return Answer.ok(Map.of("items", page, "next", position.apply(page.get(limit - 1))));
    }
}
