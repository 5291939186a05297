package io.gatehouse.patrol.judge;

/**
 * How far a tag that counts its readings had come, by one of them.
 *
 * @param tag its number, as it is compared
 * @param at milliseconds since 1970: when that was, at the latest
 * @param scan the id of the scan that told it
 */
public record TagCount(String tag, long count, long at, String scan) {

    /** Which of two tells how far the tag had come: the higher, and of the same one the first. */
    public TagCount further(TagCount other) {
        if (count != other.count) {
            return count > other.count ? this : other;
        }
        return at <= other.at ? this : other;
    }
}
