package io.gatehouse.launch;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One setting of a server, as its mapping interface declares it.
 *
 * @param name the full name; {@code *} stands for a key of a map, {@code [*]} for a place in a list
 * @param type what may be given, in words
 * @param standard the value when nothing is given
 * @param meaning the sentence of {@link Doc}, or nothing
 * @param secret whether its value is shown nowhere
 */
public record Setting(String name, String type, Optional<String> standard, String meaning, boolean secret) {

    /** How the type of a list ends. */
    static final String LIST = ", several by commas";

    /** The environment variable that sets it. */
    public String environmentName() {
        return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    boolean isPattern() {
        return name.contains("*");
    }

    boolean covers(String candidate) {
        if (name.equals(candidate)) {
            return true;
        }
        if (type.endsWith(LIST) && candidate.startsWith(name)) {
            return candidate.substring(name.length()).matches("\\[\\d+]");
        }
        return isPattern() && candidate.matches(pattern());
    }

    private String pattern() {
        return Pattern.quote(name).replace("[*]", "\\E\\[\\d+]\\Q").replace("*", "\\E(\"[^\"]+\"|[^.]+)\\Q");
    }
}
