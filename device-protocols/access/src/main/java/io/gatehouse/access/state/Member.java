package io.gatehouse.access.state;

/**
 * Somebody who is about to pass. Keys, because it may outlive the book that let them in; 0 for none.
 *
 * @param counts their uses and days are limited, so they are counted
 */
public record Member(long person, long credential, boolean counts, long permit, long visit) {}
