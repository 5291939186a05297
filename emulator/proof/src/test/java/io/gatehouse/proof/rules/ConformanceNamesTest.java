package io.gatehouse.proof.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The conformance set of the decision engine is there by its numbers, each beside what it is about. */
class ConformanceNamesTest {

    private static final int LAST = 34;
    private static final Path ROOT = Path.of("../..");
    /** Where access is tested; rounds have a set of their own. */
    private static final List<String> FOLDERS = List.of(
            "device-protocols/access/src/test/java",
            "gateway/journal/src/test/java",
            "gateway/server/src/test/java",
            "fleet/core/src/test/java/io/gatehouse/fleet/access");

    /** {@code _08_five_wrong_PINs...}, {@code _03_04_what_is_wrong...}. */
    private static final Pattern NAME = Pattern.compile("void _(\\d\\d)(?:_(\\d\\d))?_[a-zA-Z]");

    @Test
    void every_number_of_the_set_has_a_test() {
        Set<Integer> found = new TreeSet<>();
        FOLDERS.forEach(folder -> sources(ROOT.resolve(folder)).forEach(file -> {
            Matcher names = NAME.matcher(read(file));
            while (names.find()) {
                found.add(Integer.valueOf(names.group(1)));
                if (names.group(2) != null) {
                    found.add(Integer.valueOf(names.group(2)));
                }
            }
        }));

        assertThat(found).isEqualTo(IntStream.rangeClosed(1, LAST).boxed().collect(Collectors.toSet()));
    }

    private static List<Path> sources(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(one -> one.toString().endsWith("Test.java")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
