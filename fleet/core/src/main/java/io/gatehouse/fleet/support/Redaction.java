package io.gatehouse.fleet.support;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Takes secrets out of text: those that are known by their value, those that are known by their form, and whatever stands
 * behind a name that says so. Rather too much than too little. Immutable; any thread.
 */
public final class Redaction {

    static final String MASK = "[removed]";

    private static final int SHORTEST_KNOWN = 4;

    private static final String NAMES =
            "(?:password|passwd|pwd|secret|token|authorization|cookie|set-cookie|api[_-]?key|private[_-]?key|pin|csrf"
                    + "|credential|recovery[_-]?codes?)";

    /** In this order: the larger form first. */
    private static final Map<Pattern, String> FORMS = forms();

    private final List<String> known;

    /** @param known values that must not be seen wherever they stand */
    public Redaction(Collection<String> known) {
        this.known = known.stream()
                .filter(value -> value.length() >= SHORTEST_KNOWN)
                .sorted((a, b) -> b.length() - a.length())
                .toList();
    }

    private static Map<Pattern, String> forms() {
        Map<Pattern, String> forms = new LinkedHashMap<>();
        // keys in PEM, whole or cut off
        forms.put(
                Pattern.compile("(?s)-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(-----END [A-Z ]*PRIVATE KEY-----|\\z)"),
                MASK);
        // tokens of our own, claim tokens, password hashes, tokens of others
        forms.put(Pattern.compile("gh[a-z]_[A-Za-z0-9._~-]+"), MASK);
        forms.put(Pattern.compile("\\$argon2[a-z]*\\$[^\\s\"']+"), MASK);
        forms.put(Pattern.compile("eyJ[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*"), MASK);
        forms.put(Pattern.compile("(?i)\\b(basic|bearer|digest)\\s+[A-Za-z0-9+/=._~-]{4,}"), "$1 " + MASK);
        // a user and a password in an address
        forms.put(Pattern.compile("(?i)([a-z][a-z0-9+.-]*://)[^\\s/@:]*:[^\\s/@]*@"), "$1" + MASK + "@");
        // a query's key, as plain CoAP and JDBC have it
        forms.put(Pattern.compile("(?i)([?&;](?:key|code|" + NAMES + ")=)[^\\s&;\"']+"), "$1" + MASK);
        // JSON, YAML, properties: the name says it
        forms.put(
                Pattern.compile("(?i)(\"[\\w.-]*" + NAMES
                        + "[\\w.-]*\"\\s*:\\s*)(\"(?:[^\"\\\\]|\\\\.)*\"|\\[[^\\]]*\\]|[^,}\\s]+)"),
                "$1\"" + MASK + "\"");
        forms.put(
                Pattern.compile("(?im)((?:^|[\\s,;(])[\\w.-]*" + NAMES
                        + "[\\w.-]*\\s*[:=]\\s*)(?!\\[removed\\]|\\*{4}|#)[^\\s,;)]+"),
                "$1" + MASK);
        // what is long and looks random: device secrets in hex, keys in Base64
        forms.put(Pattern.compile("\\b[0-9a-fA-F]{32,}\\b"), MASK);
        forms.put(Pattern.compile("[A-Za-z0-9+/_-]{43,}={0,2}"), MASK);
        // a card's number
        forms.put(Pattern.compile("(?i)(\"number\"\\s*:\\s*)\"[^\"]*\""), "$1\"" + MASK + "\"");
        return forms;
    }

    /** The text without secrets. */
    public String of(String text) {
        String clean = text;
        for (String value : known) {
            clean = clean.replace(value, MASK);
        }
        for (Map.Entry<Pattern, String> form : FORMS.entrySet()) {
            clean = form.getKey().matcher(clean).replaceAll(form.getValue());
        }
        return clean;
    }
}
