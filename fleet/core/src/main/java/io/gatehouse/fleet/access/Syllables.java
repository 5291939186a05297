package io.gatehouse.fleet.access;

import com.ibm.icu.text.Transliterator;
import org.jspecify.annotations.Nullable;

/**
 * Text in Latin letters and digits, each Chinese character a word. A character always sounds the same here, so each is
 * asked for once: to have a whole name transliterated takes a quarter of a millisecond. Safe from any thread.
 */
final class Syllables {

    /** The block that all names are written with, but for a few rare ones. */
    private static final int HAN_FIRST = 0x4E00;

    private static final int HAN_LAST = 0x9FFF;

    private static final Transliterator LATIN =
            Transliterator.getInstance("Han-Latin; Latin-ASCII; Any-Lower; [^a-z0-9\\ ] Remove");

    /** By character; two threads that ask at once write the same. */
    private static final @Nullable String[] KNOWN = new String[HAN_LAST - HAN_FIRST + 1];

    private Syllables() {}

    static String of(String text) {
        StringBuilder spoken = new StringBuilder();
        for (String word : text.split(" +")) {
            if (!word.isEmpty()) {
                append(spoken.isEmpty() ? spoken : spoken.append(' '), word);
            }
        }
        return spoken.toString();
    }

    private static void append(StringBuilder spoken, String word) {
        if (word.chars().allMatch(c -> c >= HAN_FIRST && c <= HAN_LAST)) {
            for (int i = 0; i < word.length(); i++) {
                spoken.append(i == 0 ? "" : " ").append(syllable(word.charAt(i)));
            }
        } else if (word.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'z')) {
            spoken.append(word);
        } else {
            spoken.append(transliterated(word));
        }
    }

    private static String syllable(char han) {
        String known = KNOWN[han - HAN_FIRST];
        if (known == null) {
            known = transliterated(String.valueOf(han));
            KNOWN[han - HAN_FIRST] = known;
        }
        return known;
    }

    /** As the whole of Unicode is read. */
    static String transliterated(String text) {
        synchronized (LATIN) {
            return LATIN.transliterate(text);
        }
    }
}
