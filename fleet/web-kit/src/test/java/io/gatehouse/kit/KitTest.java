package io.gatehouse.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What is vendored is what it says it is, and every word stands in both languages. */
class KitTest {

    private static final Path KIT = Path.of("src/main/resources/web-kit");
    private static final List<Path> PAGES = List.of(
            Path.of("../server/src/main/resources/web/app"),
            Path.of("../../gateway/server/src/main/resources/gateway-web"),
            KIT);

    @Test
    void every_vendored_file_has_the_hash_that_is_written_down_and_its_licence_in_the_notice() throws Exception {
        String vendor = Files.readString(KIT.resolve("vendor/vendor.json"));
        Map<String, String> hashes = pairs(vendor, "\"file\": \"([^\"]+)\",\\s+\"sha256\": \"([0-9a-f]{64})\"");

        assertThat(hashes).hasSize(7);
        for (Map.Entry<String, String> file : hashes.entrySet()) {
            assertThat(sha256(KIT.resolve(file.getKey()))).as(file.getKey()).isEqualTo(file.getValue());
        }
        try (var files = Files.list(KIT.resolve("vendor"))) {
            assertThat(files.map(file -> "vendor/" + file.getFileName()).filter(name -> !name.endsWith(".json")))
                    .containsExactlyInAnyOrderElementsOf(hashes.keySet());
        }
        String notice = Files.readString(KIT.resolve("NOTICE"));
        for (String text : pairs(vendor, "\"(licenceText)\": \"([^\"]+)\"").values()) {
            assertThat(KIT.resolve(text)).isNotEmptyFile();
        }
        assertThat(notice)
                .contains(
                        "licenses/lit.txt",
                        "licenses/intl-messageformat.txt",
                        "licenses/uplot.txt",
                        "licenses/jsqr.txt",
                        "licenses/leaflet.txt");
    }

    @Test
    void both_languages_have_the_same_words_with_the_same_parameters() throws IOException {
        Map<String, String> english = strings("en");
        Map<String, String> chinese = strings("zh-CN");

        assertThat(chinese.keySet()).isEqualTo(english.keySet());
        english.forEach(
                (key, text) -> assertThat(parameters(chinese.get(key))).as(key).isEqualTo(parameters(text)));
    }

    @Test
    void what_would_have_to_change_can_be_said_without_the_details_too() throws IOException {
        Map<String, String> english = strings("en");

        assertThat(english.entrySet().stream()
                        .filter(word -> word.getKey().startsWith("remedy."))
                        .filter(word -> !parameters(word.getValue()).isEmpty())
                        .map(word -> word.getKey().replace("remedy.", "remedyPlain.")))
                .isNotEmpty()
                .allSatisfy(plain -> assertThat(parameters(english.getOrDefault(plain, "{missing}")))
                        .as(plain)
                        .isEmpty());
    }

    @Test
    void every_finding_has_its_reason_and_what_to_do() throws IOException {
        Set<String> words = strings("en").keySet();

        assertThat(words.stream().filter(word -> word.startsWith("finding.")))
                .hasSizeGreaterThan(30)
                .allSatisfy(word -> assertThat(words).contains(word.replace("finding.", "findingTodo.")));
    }

    @Test
    void every_word_that_a_page_asks_for_is_there() throws IOException {
        Set<String> known = strings("en").keySet();
        Set<String> missing = new TreeSet<>();
        for (Path folder : PAGES) {
            if (!Files.isDirectory(folder)) {
                continue;
            }
            try (var files = Files.walk(folder)) {
                for (Path file : files.filter(one -> one.toString().endsWith(".js"))
                        .filter(one -> !one.toString().contains("vendor"))
                        .toList()) {
                    missing.addAll(asked(Files.readString(file)));
                }
            }
        }
        missing.removeAll(known);

        assertThat(missing).isEmpty();
    }

    @Test
    void pages_have_no_inline_script_or_style_that_the_policy_would_stop() throws IOException {
        for (Path folder : PAGES) {
            if (!Files.isDirectory(folder)) {
                continue;
            }
            try (var files = Files.walk(folder)) {
                for (Path file : files.filter(one -> one.toString().matches(".*\\.(html|js)"))
                        .filter(one -> !one.toString().contains("vendor"))
                        .toList()) {
                    assertThat(Files.readString(file))
                            .as(file.toString())
                            .doesNotContain(" style=\"", "<script>", "eval(", "innerHTML", "unsafeHTML", "https://");
                }
            }
        }
    }

    /** A page that leaves is taken out by its own {@code remove()}: one that means something else there does that instead. */
    @Test
    void no_element_gives_another_meaning_to_what_every_element_has() throws IOException {
        for (Path folder : PAGES) {
            if (!Files.isDirectory(folder)) {
                continue;
            }
            try (var files = Files.walk(folder)) {
                for (Path file : files.filter(one -> one.toString().endsWith(".js"))
                        .filter(one -> !one.toString().contains("vendor"))
                        .toList()) {
                    assertThat(Files.readString(file))
                            .as(file.toString())
                            .doesNotContainPattern(
                                    "(?m)^  (async )?(remove|append|prepend|before|after|replaceWith|click|focus|blur|closest|matches)\\(");
                }
            }
        }
    }

    /** Keys that are written out: {@code t('a.b'...)} and the keys of tables of facts. */
    private static Set<String> asked(String script) {
        Set<String> keys = new TreeSet<>();
        Matcher matcher = Pattern.compile("(?:\\bt\\(|\\.head\\(|key: |\\[)'([a-z]+\\.[A-Za-z.]+)'")
                .matcher(script);
        while (matcher.find()) {
            keys.add(matcher.group(1));
        }
        return keys;
    }

    private static Set<String> parameters(String text) {
        Set<String> names = new TreeSet<>();
        Matcher matcher = Pattern.compile("\\{([a-zA-Z]+)[,}]").matcher(text);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }

    private static Map<String, String> strings(String locale) throws IOException {
        return pairs(
                Files.readString(KIT.resolve("i18n/" + locale + ".json"), StandardCharsets.UTF_8),
                "\"([^\"]+)\": \"((?:[^\"\\\\]|\\\\.)*)\"");
    }

    private static Map<String, String> pairs(String text, String pattern) {
        Map<String, String> pairs = new TreeMap<>();
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        while (matcher.find()) {
            pairs.put(matcher.group(1), matcher.group(2));
        }
        return pairs;
    }

    private static String sha256(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }
}
