package io.gatehouse.access.book;

import io.gatehouse.protocol.sitebook.PointRules;
import io.gatehouse.protocol.sitebook.SiteBook;
import org.jspecify.annotations.Nullable;

/**
 * An access point by numbers. Areas are {@link AccessBook#NOTHING} for outside.
 *
 * @param rules as the book has them, never missing
 * @param levels what has to be shown, or nothing: any one credential
 * @param denials numbers of the deny rules that name it
 * @param named as the other way by another point's passback
 * @param asksTypes people of some type give further factors wherever they come in
 */
public record PointInBook(
        int number,
        String id,
        SiteBook.AccessPoint point,
        PointRules rules,
        int door,
        int areaFrom,
        int areaTo,
        @Nullable LevelsInBook levels,
        @Nullable Passback passback,
        @Nullable MultiPerson multiPerson,
        @Nullable Escort escort,
        int[] denials,
        boolean named,
        boolean asksTypes) {

    public boolean leadsIn() {
        return point.direction() == SiteBook.Direction.IN;
    }

    /** @param schedule or {@link AccessBook#NOTHING} for always */
    public record Passback(PointRules.PassbackKind kind, boolean hard, long millis, int[] pairs, int schedule) {}

    /** Groups as bits, one set for each person that must come; an empty set takes anybody. */
    public record MultiPerson(long[][] groups, long windowMillis, boolean ordered) {}

    /** Groups as bits; an empty set takes everybody who needs no escort themselves. */
    public record Escort(long[] escorts, int each, long windowMillis) {}
}
