package io.gatehouse.cli;

import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import java.util.stream.Stream;

/** The sentences of the command line in one language. */
final class Words {

    /** One catalogue would be longer than a file may be. */
    private static final List<String> CATALOGUES = Stream.of(
                    "messages",
                    "headings",
                    "access",
                    "devices",
                    "commission",
                    "changes",
                    "patrol",
                    "technician",
                    "floors")
            .map("io.gatehouse.cli."::concat)
            .toList();

    private final ResourceBundle bundle;
    private final Locale locale;

    Words(Locale locale) {
        this.locale = locale;
        this.bundle = new Catalogues(
                CATALOGUES.stream().map(name -> catalogue(name, locale)).toList());
    }

    private static ResourceBundle catalogue(String name, Locale locale) {
        return ResourceBundle.getBundle(
                name, locale, ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    ResourceBundle bundle() {
        return bundle;
    }

    /** As profiles have it: {@code zh} or {@code en}. */
    String language() {
        return locale.getLanguage().equals("zh") ? "zh" : "en";
    }

    String say(String key, Object... values) {
        String pattern = bundle.getString(key);
        return values.length == 0 ? pattern : new MessageFormat(pattern, locale).format(values);
    }

    /** The word for a code, or the code itself when there is none. */
    String code(String family, String code) {
        if (code.isEmpty()) {
            return "";
        }
        try {
            return bundle.getString(family + "." + code);
        } catch (MissingResourceException e) {
            return code;
        }
    }
}
