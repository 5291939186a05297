package io.gatehouse.cli;

import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Several catalogues of sentences as one; a key stands in one of them. */
final class Catalogues extends ResourceBundle {

    private final List<ResourceBundle> parts;

    /** @param parts of one language, at least one */
    Catalogues(List<ResourceBundle> parts) {
        this.parts = List.copyOf(parts);
    }

    @Override
    protected @Nullable Object handleGetObject(String key) {
        return parts.stream()
                .filter(part -> part.containsKey(key))
                .findFirst()
                .map(part -> part.getObject(key))
                .orElse(null);
    }

    @Override
    public Enumeration<String> getKeys() {
        Set<String> keys = new TreeSet<>();
        parts.forEach(part -> keys.addAll(part.keySet()));
        return Collections.enumeration(keys);
    }

    @Override
    protected Set<String> handleKeySet() {
        return new TreeSet<>(Collections.list(getKeys()));
    }

    @Override
    public Locale getLocale() {
        return parts.get(0).getLocale();
    }
}
