package io.gatehouse.fleet.report;

/** The words of one language by their keys. */
@FunctionalInterface
public interface Wording {

    /** The words of a key, or {@code otherwise}. */
    String text(String key, String otherwise);
}
