package io.gatehouse.access.book;

import io.gatehouse.protocol.sitebook.SiteRules;

/**
 * What goes for a type of people, by numbers.
 *
 * @param areas the only ones, when the pack names any
 * @param factors that it asks for, as bits
 */
public record PackInBook(SiteRules.RulePack pack, int[] areas, int schedule, int factors) {}
