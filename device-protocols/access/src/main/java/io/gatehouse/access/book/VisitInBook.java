package io.gatehouse.access.book;

import io.gatehouse.protocol.sitebook.SiteRules;

/** A visit; the key is for its entries. */
public record VisitInBook(SiteRules.Visit visit, long key) {}
