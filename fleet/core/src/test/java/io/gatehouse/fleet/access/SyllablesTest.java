package io.gatehouse.fleet.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SyllablesTest {

    private static final String OTHERS = "王小明张三李四 aZ09-·éß户楼、（）々〇";

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void a_character_sounds_alone_as_it_does_among_others(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 2_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = 1 + random.nextInt(5); length > 0; length--) {
                text.append(
                        random.nextInt(3) > 0
                                ? (char) random.nextInt(0x4E00, 0x9FFF)
                                : OTHERS.charAt(random.nextInt(OTHERS.length())));
            }
            assertThat(words(Syllables.of(text.toString())))
                    .as(text.toString())
                    .isEqualTo(words(Syllables.transliterated(text.toString())));
        }
    }

    private static List<String> words(String spoken) {
        return Arrays.stream(spoken.split(" +")).filter(word -> !word.isEmpty()).toList();
    }
}
