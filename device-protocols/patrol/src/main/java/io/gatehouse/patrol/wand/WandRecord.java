package io.gatehouse.patrol.wand;

/**
 * One reading of a wand.
 *
 * @param seq the wand's number of it, since it was last erased
 * @param rawTime milliseconds since 1970 by the wand's clock, as it stood
 * @param tag the button's number
 */
public record WandRecord(long seq, long rawTime, String tag) {}
