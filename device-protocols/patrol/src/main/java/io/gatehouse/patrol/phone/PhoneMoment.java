package io.gatehouse.patrol.phone;

/**
 * A moment as a phone knows it.
 *
 * @param clock milliseconds since 1970 by the phone's clock, whatever that is worth
 * @param mono milliseconds since the page was opened, by a clock that nobody sets
 * @param session which opening of the page: another one has another {@code mono}
 */
public record PhoneMoment(long clock, double mono, String session) {}
