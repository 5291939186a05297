package io.gatehouse.proof.bench;

import io.gatehouse.access.AccessEngine;
import io.gatehouse.access.Read;
import io.gatehouse.access.Site;
import io.gatehouse.access.book.AccessBook;
import io.gatehouse.access.book.PackedCredentials;
import io.gatehouse.access.state.SiteState;
import java.time.LocalDate;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Our engine: every rule, and the trace as numbers. What a card's number is made into is done before, as for the peers. */
final class OurDecider implements Decider {

    private final SiteState state = new SiteState();
    private final Site inForce;
    private final long[] high;
    private final long[] low;
    private final int[] points;
    private final long midnight;

    OurDecider(AccessSite site) {
        AccessBook book = AccessBook.of(site.book());
        this.inForce = Site.of(book, state);
        this.high = IntStream.range(0, site.cards())
                .mapToLong(card -> PackedCredentials.high(AccessSite.ref(card)))
                .toArray();
        this.low = IntStream.range(0, site.cards())
                .mapToLong(card -> PackedCredentials.low(AccessSite.ref(card)))
                .toArray();
        this.points = IntStream.range(0, book.points())
                .map(door -> book.pointNumber("in-" + door))
                .toArray();
        this.midnight =
                LocalDate.of(2026, 11, 25).atStartOfDay(book.zone()).toInstant().toEpochMilli();
    }

    @Override
    public String name() {
        return "ours";
    }

    @Override
    public boolean allows(AccessSite.Question question) {
        long at = midnight + TimeUnit.MINUTES.toMillis(question.minute());
        Read read = Read.of(points[question.door()], high[question.card()], low[question.card()], at);
        return AccessEngine.decide(inForce, state, read).outcome().opens();
    }
}
