package io.gatehouse.gateway.sitebook;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.access.book.AccessBook;
import io.gatehouse.access.book.PackedCredentials;
import io.gatehouse.gateway.journal.FileStorage;
import io.gatehouse.protocol.Decoded;
import io.gatehouse.protocol.sitebook.SignedSiteBook;
import io.gatehouse.protocol.sitebook.SiteBook;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SiteBookStoreTest {

    private static final int EACH = 1_000;

    @TempDir
    Path folder;

    private final Books books = new Books();
    private SiteBookStore store;

    @BeforeEach
    void with_a_book_in_force() throws IOException {
        store = open();
        store.apply(books.whole(Books.book(5, null)), 0);
    }

    @Test
    void a_book_with_a_flipped_bit_a_wrong_key_an_older_version_or_cut_short_is_never_taken() throws IOException {
        Random random = new Random(14);
        byte[] good = books.whole(Books.book(6, null));
        byte[] delta = books.delta(Books.book(5, null), Books.book(6, null));
        SiteBook next = Books.book(6, null);
        int accepted = 0;
        for (int i = 0; i < EACH; i++) {
            accepted += taken(store.tryOn(flipped(good, random)));
            accepted += taken(store.tryOn(Arrays.copyOf(good, random.nextInt(good.length))));
            accepted += taken(store.tryOn(List.of(flipped(delta, random))));
            accepted += taken(store.tryOn(List.of(Arrays.copyOf(delta, random.nextInt(delta.length)))));
            accepted += taken(store.tryOn(books.whole(Books.book(1 + random.nextInt(5), null))));
            accepted += taken(store.tryOn(
                    SignedSiteBook.sign(next, Books.keys().getPrivate()).toBytes()));
        }
        System.out.printf(
                Locale.ROOT,
                "S8: %d each of site books and deltas with a flipped bit or cut short, of older versions, of another key: accepted %d: %s%n",
                EACH,
                accepted,
                accepted == 0 ? "holds" : "falls short");
        assertThat(accepted).isZero();
        assertThat(store.standing().confirmed()).isEqualTo(5);
        assertThat(taken(store.tryOn(List.of(delta)))).isOne();
    }

    @Test
    void a_book_that_a_site_would_stand_still_with_is_refused_with_the_reason() throws IOException {
        SiteBook empty = new SiteBook(
                Books.SITE,
                Books.GATEWAY,
                6,
                0,
                "UTC",
                new byte[] {1},
                Books.book(5, null).devices(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of());

        assertThat(refusal(store.tryOn(books.whole(empty)))).contains("it has no doors, the one in force has 1");
        assertThat(open().load().orElseThrow().version()).isEqualTo(5);
    }

    @Test
    void a_book_on_trial_decides_and_the_last_good_one_comes_back_when_it_does_not_prove_itself() throws IOException {
        byte[] delta = books.delta(Books.book(5, null), Books.book(6, null));
        assertThat(taken(store.tryOn(List.of(delta)))).isOne();
        assertThat(open().load().orElseThrow().version())
                .as("a start in between")
                .isEqualTo(5);

        store = open();
        store.load();
        store.tryOn(List.of(delta));
        assertThat(store.goBack().orElseThrow().version()).isEqualTo(5);

        assertThat(refusal(store.tryOn(List.of(delta)))).contains("tried and given up");
        byte[] next = books.whole(Books.book(7, null));
        assertThat(taken(store.tryOn(next))).isOne();
        store.confirm(7);
        assertThat(open().load().orElseThrow().version()).isEqualTo(7);
    }

    @Test
    void a_revocation_takes_effect_at_once_outlasts_a_start_and_an_older_book_and_ends_with_a_newer_one()
            throws IOException {
        SiteBookSnapshot less =
                store.revoke(List.of(books.revocation(3, Books.ref(7)))).orElseThrow();

        assertThat(state(less)).isEqualTo(SiteBook.CredentialState.LOST);
        assertThat(state(open().load().orElseThrow())).isEqualTo(SiteBook.CredentialState.LOST);
        assertThat(store.standing().revocations()).containsExactly(3L);
        store.tryOn(books.whole(Books.book(6, null)));
        assertThat(state(open().load().orElseThrow())).isEqualTo(SiteBook.CredentialState.LOST);
        store = open();
        store.load();
        SiteBookSnapshot again = ok(store.tryOn(books.whole(Books.book(7, 3L))));
        assertThat(state(again)).isEqualTo(SiteBook.CredentialState.ENABLED);
        store.confirm(7);
        assertThat(store.standing().revokedUpTo()).isEqualTo(3);
        assertThat(store.standing().revocations()).isEmpty();
    }

    @Test
    void a_revocation_by_another_key_changes_nothing() throws IOException {
        assertThat(store.revoke(List.of(new Books().revocation(3, Books.ref(7)))))
                .isEmpty();
        assertThat(store.standing().revocations()).isEmpty();
    }

    @Test
    void books_lie_sealed_and_behind_one_that_takes_something_away_no_older_copy_is_read() throws IOException {
        Path signed = folder.resolve("sitebook-5.signed");
        byte[] backup = Files.readAllBytes(signed);
        byte[] key = Files.readAllBytes(folder.resolve("book.keys"));
        assertThat(new String(backup, StandardCharsets.ISO_8859_1)).doesNotContain("Name 5", "secret");

        ok(store.tryOn(books.whole(Books.book(6, 1L))));
        store.confirm(6);
        Files.write(signed, backup);
        Files.delete(folder.resolve("sitebook-6.signed"));

        assertThat(open().load()).isEmpty();
        assertThat(HexFormat.of().formatHex(Files.readAllBytes(folder.resolve("book.keys"))))
                .doesNotContain(HexFormat.of().formatHex(key, 48, 80));
    }

    @Test
    void a_change_of_the_key_that_was_cut_off_is_carried_through_at_the_next_start() throws IOException {
        BookVault.open(new FileStorage(folder)).next();
        byte[] before = Files.readAllBytes(folder.resolve("sitebook-5.signed"));

        assertThat(open().load().orElseThrow().version()).isEqualTo(5);
        assertThat(Files.readAllBytes(folder.resolve("sitebook-5.signed"))).isNotEqualTo(before);
        assertThat(BookVault.open(new FileStorage(folder)).hasOld()).isFalse();
    }

    @Test
    void a_book_that_an_older_gateway_wrote_in_the_clear_is_read() throws IOException {
        Files.write(folder.resolve("sitebook-5.signed"), books.whole(Books.book(5, null)));

        assertThat(open().load().orElseThrow().version()).isEqualTo(5);
    }

    private static SiteBook.CredentialState state(SiteBookSnapshot snapshot) {
        AccessBook book = snapshot.packed();
        return book.credentials()
                .state(book.credentials()
                        .find(PackedCredentials.high(Books.ref(7)), PackedCredentials.low(Books.ref(7))));
    }

    private SiteBookStore open() throws IOException {
        return new SiteBookStore(Books.GATEWAY, books.fleet.getPublic(), folder);
    }

    private static byte[] flipped(byte[] bytes, Random random) {
        byte[] copy = bytes.clone();
        copy[random.nextInt(copy.length)] ^= (byte) (1 << random.nextInt(8));
        return copy;
    }

    private static int taken(Decoded<SiteBookSnapshot> decoded) {
        return decoded.fold(snapshot -> 1, refusal -> 0);
    }

    private static String refusal(Decoded<SiteBookSnapshot> decoded) {
        return decoded.fold(snapshot -> "taken", refusal -> refusal.message());
    }

    private static SiteBookSnapshot ok(Decoded<SiteBookSnapshot> decoded) {
        return decoded.fold(snapshot -> snapshot, refusal -> {
            throw new AssertionError(refusal.message());
        });
    }
}
