package io.gatehouse.gateway.sitebook;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.protocol.Decoded;
import io.gatehouse.protocol.sitebook.SignedDelta;
import io.gatehouse.protocol.sitebook.SiteBook;
import io.gatehouse.protocol.sitebook.SiteBookDelta;
import io.gatehouse.protocol.sitebook.SiteBookDelta.Changes;
import io.gatehouse.protocol.sitebook.SiteBookDelta.Digested;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a delta of one person costs a gateway of 100,000 people and 200,000 credentials, from its bytes to being in force. */
@Tag("bench")
class SiteBookStoreBench {

    private static final int PEOPLE = 100_000;
    private static final int ROUNDS = 20;

    @TempDir
    Path folder;

    private final Books books = new Books();

    @Test
    void one_changed_person_of_100_000() throws Exception {
        SiteBookStore store = new SiteBookStore(Books.GATEWAY, books.fleet.getPublic(), folder);
        SiteBook book = large();
        long start = System.nanoTime();
        assertThat(store.apply(books.whole(book), 0)).isInstanceOf(Decoded.Ok.class);
        double whole = millisSince(start);
        Digested now = Digested.of(book);
        List<Double> millis = new ArrayList<>();
        for (int i = 1; i <= ROUNDS; i++) {
            SiteBook next = renamed(now.book(), i);
            SiteBookDelta delta = SiteBookDelta.between(now, next);
            byte[] signed = SignedDelta.sign(delta, books.fleet.getPrivate()).toBytes();
            start = System.nanoTime();
            assertThat(store.tryOn(List.of(signed))).isInstanceOf(Decoded.Ok.class);
            millis.add(millisSince(start));
            store.confirm(next.version());
            now = ((Decoded.Ok<Digested>) delta.appliedTo(now)).value();
        }
        start = System.nanoTime();
        assertThat(new SiteBookStore(Books.GATEWAY, books.fleet.getPublic(), folder).load())
                .isPresent();
        List<Double> sorted = millis.stream().sorted().toList();
        System.out.printf(
                Locale.ROOT,
                "site book at the gateway: whole %.0f ms, delta of one of %d people %.0f ms (%.0f..%.0f), start %.0f ms%n",
                whole,
                PEOPLE,
                sorted.get(ROUNDS / 2),
                sorted.get(0),
                sorted.get(ROUNDS - 1),
                millisSince(start));
    }

    private static SiteBook large() {
        SiteBook small = Books.book(1, null);
        SiteBook filled = new SiteBook(
                small.site(),
                small.gateway(),
                1,
                0,
                small.timeZone(),
                small.credentialKey(),
                small.devices(),
                small.doors(),
                small.accessPoints(),
                small.schedules(),
                small.profiles(),
                IntStream.range(0, PEOPLE)
                        .mapToObj(i -> new SiteBook.Person("p-%07d".formatted(i), "住户 " + i, "OWNER", true))
                        .toList(),
                IntStream.range(0, 2 * PEOPLE)
                        .mapToObj(i -> new SiteBook.Credential(
                                Books.ref(i * 2_654_435_761L),
                                "p-%07d".formatted(i / 2),
                                SiteBook.CredentialState.ENABLED,
                                null,
                                null,
                                List.of("all")))
                        .toList(),
                List.of());
        return filled.inOrder(null);
    }

    private static SiteBook renamed(SiteBook book, int person) {
        SiteBook.Person one = book.people().get(person * 1_000);
        Changes<SiteBook.Person> changed =
                new Changes<>(List.of(new SiteBook.Person(one.id(), "改名 " + person, "OWNER", true)), List.of());
        return book.with(changed, new Changes<>(List.of(), List.of()), book.at(book.version() + 1, 0));
    }

    private static double millisSince(long start) {
        return (System.nanoTime() - start) / 1e6;
    }
}
