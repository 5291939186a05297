package io.gatehouse.access.book;

import io.gatehouse.protocol.sitebook.SiteRules;

/** A work permit by numbers; the key is for its headcount. */
public record PermitInBook(SiteRules.Permit permit, long key, int[] points, int[] areas, int schedule) {}
