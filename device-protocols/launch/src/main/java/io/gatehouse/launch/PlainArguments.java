package io.gatehouse.launch;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The options of a plain start, as a service or a script gives them: {@code --config}, {@code --data} and {@code --set},
 * each with its value. They are read here because the command-line library costs a start a tenth of a second: its classes
 * are of a format that no class-data archive takes. Whatever else is said, or said wrongly, is that library's to answer.
 *
 * @param set settings by their full names, in the order of telling
 */
record PlainArguments(@Nullable Path config, @Nullable Path data, Map<String, String> set) {

    private static final String CONFIG = "--config";
    private static final String DATA = "--data";
    private static final String SET = "--set";

    /** Nothing when there is anything among them that is not plain. */
    static Optional<PlainArguments> of(String... arguments) {
        Deque<String> left = new ArrayDeque<>(List.of(arguments));
        Path config = null;
        Path data = null;
        Map<String, String> set = new LinkedHashMap<>();
        while (!left.isEmpty()) {
            String[] option = left.pop().split("=", 2);
            String value = option.length == 2 ? option[1] : left.poll();
            if (value == null || value.isEmpty() || value.startsWith("-") || value.startsWith("@")) {
                return Optional.empty();
            }
            if (option[0].equals(SET) && value.indexOf('=') > 0) {
                String[] one = value.split("=", 2);
                set.put(one[0], one[1]);
            } else if (option[0].equals(CONFIG) && config == null) {
                config = Path.of(value);
            } else if (option[0].equals(DATA) && data == null) {
                data = Path.of(value);
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(new PlainArguments(config, data, set));
    }
}
