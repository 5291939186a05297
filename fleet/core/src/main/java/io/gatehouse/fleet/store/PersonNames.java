package io.gatehouse.fleet.store;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Names of people as the database keeps them: sealed, each under a key of that person's own (docs/decisions/0010). A name
 * that is not sealed is read as it is: a pseudonym, or one that was not sealed yet.
 */
public final class PersonNames {

    private static final String MARK = "sealed:";
    private static final char BETWEEN = '\u0000';

    private final ErasableKeys keys;

    PersonNames(ErasableKeys keys) {
        this.keys = keys;
    }

    /**
     * A name, and how it is typed without a Chinese keyboard.
     *
     * @param pinyin empty when it was not made yet
     */
    public record Spoken(String name, String pinyin, String initials) {}

    /** Whether the column holds a name that is sealed. */
    public static boolean isSealed(String column) {
        return column.startsWith(MARK);
    }

    /** The number of the key, 0 when it is not sealed. */
    public static long keyOf(String column) {
        int end = column.indexOf(':', MARK.length());
        return isSealed(column) && end > 0 ? Long.parseLong(column.substring(MARK.length(), end)) : 0;
    }

    /** As it goes into the column. */
    public String seal(long key, Spoken spoken) {
        return column(keys.seal(key, clear(spoken)));
    }

    /** As they go into the column, each under a new key; the keys are durable when it returns. */
    public List<String> sealNew(List<Spoken> names) {
        return keys.sealNew(names.stream().map(PersonNames::clear).toList()).stream()
                .map(PersonNames::column)
                .toList();
    }

    private static byte[] clear(Spoken spoken) {
        String clear = spoken.name().replace(BETWEEN, ' ') + BETWEEN + spoken.pinyin() + BETWEEN + spoken.initials();
        return clear.getBytes(StandardCharsets.UTF_8);
    }

    private static String column(byte[] sealed) {
        return MARK + ErasableKeys.numberOf(sealed) + ':' + Base64.getEncoder().encodeToString(sealed);
    }

    /** What the column holds; nothing when the key was destroyed. */
    public Optional<Spoken> open(String column) {
        if (!isSealed(column)) {
            return Optional.of(new Spoken(column, "", ""));
        }
        byte[] sealed = Base64.getDecoder().decode(column.substring(column.lastIndexOf(':') + 1));
        return keys.open(sealed).map(clear -> {
            String[] parts = new String(clear, StandardCharsets.UTF_8).split(String.valueOf(BETWEEN), 3);
            return new Spoken(parts[0], parts[1], parts[2]);
        });
    }

    /** The name to show; a pseudonym when the key was destroyed, nothing for nothing. */
    public @Nullable String shown(@Nullable String column) {
        return column == null
                ? null
                : open(column).map(Spoken::name).orElseGet(() -> "erased-" + Long.toHexString(keyOf(column)));
    }
}
