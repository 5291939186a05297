package io.gatehouse.access.book;

import io.gatehouse.protocol.sitebook.SiteRules;

/**
 * A deny rule by numbers.
 *
 * @param groups as bits
 */
public record DenyInBook(SiteRules.DenyRule rule, long[] groups, int schedule) {}
