package io.gatehouse.gateway.access;

import io.gatehouse.protocol.access.Outcome;
import io.gatehouse.protocol.access.ReasonCode;
import org.jspecify.annotations.Nullable;

/**
 * What was decided about a read, in numbers: made into words only when it is stored ({@link Words}), and into changes of
 * the state only when it is committed ({@link Commit}).
 *
 * @param credential number in the book, or nothing there; as {@code person}
 * @param asked the rules that were asked, as bits of {@link AccessRules#IN_ORDER}
 * @param failed those that found something
 * @param reasons of the failed rules by their place, or nothing when none failed
 * @param detail a number for the sentence; what it stands for depends on the reason
 * @param given factors as bits
 * @param duress help is called; nothing that the reader shows may tell it
 */
public record Verdict(
        Outcome outcome,
        ReasonCode reason,
        int credential,
        int person,
        long asked,
        long failed,
        ReasonCode @Nullable [] reasons,
        long detail,
        int given,
        boolean duress) {}
