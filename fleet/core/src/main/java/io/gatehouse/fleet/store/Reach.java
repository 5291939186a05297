package io.gatehouse.fleet.store;

import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The sites that somebody may see: all, those of tomorrow included, or some. Every list that is not of one site takes one.
 * Immutable.
 *
 * @param sites the sites by their ids, or nothing for all of them
 */
public record Reach(@Nullable Set<String> sites) {

    private static final Reach ALL = new Reach(null);

    public Reach {
        sites = sites == null ? null : Set.copyOf(sites);
    }

    public static Reach all() {
        return ALL;
    }

    public static Reach of(Set<String> sites) {
        return new Reach(sites);
    }

    public boolean isAll() {
        return sites == null;
    }

    public boolean isNothing() {
        return sites != null && sites.isEmpty();
    }

    public boolean covers(@Nullable String site) {
        return sites == null || (site != null && sites.contains(site));
    }

    public Reach plus(Reach other) {
        if (sites == null || other.sites == null) {
            return ALL;
        }
        Set<String> both = new HashSet<>(sites);
        both.addAll(other.sites);
        return of(both);
    }

    /** What is in both. */
    public Reach within(Reach other) {
        if (sites == null) {
            return other;
        }
        if (other.sites == null) {
            return this;
        }
        Set<String> both = new HashSet<>(sites);
        both.retainAll(other.sites);
        return of(both);
    }

    /**
     * For a condition of SQL such as {@code (:reach::text is null or site = any (string_to_array(:reach, ',')))}: the ids
     * with commas between them, which no id has, or nothing for all.
     */
    public @Nullable String text() {
        return sites == null ? null : String.join(",", new TreeSet<>(sites));
    }

    /** That condition for a column, with a parameter named {@code reach}. */
    public static String condition(String column) {
        return "(:reach::text is null or " + column + " = any (string_to_array(:reach, ',')))";
    }
}
