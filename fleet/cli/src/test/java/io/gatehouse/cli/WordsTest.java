package io.gatehouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class WordsTest {

    @Test
    void both_languages_have_the_same_sentences_with_the_same_places() {
        var english = new Words(Locale.ENGLISH).bundle();
        var chinese = new Words(Locale.CHINESE).bundle();

        assertThat(chinese.getLocale()).isEqualTo(Locale.CHINESE);
        assertThat(chinese.keySet()).containsExactlyInAnyOrderElementsOf(english.keySet());
        for (String key : english.keySet()) {
            assertThat(places(chinese.getString(key))).as(key).isEqualTo(places(english.getString(key)));
        }
    }

    @Test
    void the_shells_variables_choose_the_language() {
        assertThat(Terminal.locale(Map.of("LANG", "zh_CN.UTF-8"))).isEqualTo(Locale.CHINESE);
        assertThat(Terminal.locale(Map.of("LANG", "zh_CN.UTF-8", "LC_ALL", "C")))
                .isEqualTo(Locale.ENGLISH);
        assertThat(Terminal.locale(Map.of())).isEqualTo(Locale.ENGLISH);
    }

    private static java.util.Set<String> places(String sentence) {
        return Pattern.compile("\\{\\d}")
                .matcher(sentence)
                .results()
                .map(found -> found.group())
                .collect(java.util.stream.Collectors.toSet());
    }
}
