package io.gatehouse.fleet.account;

/**
 * Somebody who may sign in.
 *
 * @param role {@code admin}, {@code operator} or {@code viewer}
 */
public record Account(String name, String role, boolean mustChangePassword) {}
