package io.gatehouse.protocol.sitebook;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.protocol.Decoded;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.patrol.PatrolPlan;
import io.gatehouse.protocol.sitebook.SiteBookDelta.Digested;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SiteBookDeltaTest {

    private static final SiteId SITE = new SiteId("garden");
    private static final GatewayId GATEWAY = new GatewayId("gw-1");

    private final KeyPair fleet = keys();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void any_two_books_and_their_delta_agree(long seed) {
        Random random = new Random(seed);
        Digested kept = Digested.of(book(1, random));
        for (long version = 2; version < 60; version++) {
            SiteBook next = book(version, random);
            SiteBookDelta delta = SiteBookDelta.between(kept.book(), next, BookDigest.of(next));

            Digested made = applied(delta, kept);

            assertThat(made.book().people()).isEqualTo(next.people());
            assertThat(made.book().credentials()).isEqualTo(next.credentials());
            assertThat(made.digest()).isEqualTo(BookDigest.of(next));
            kept = made;
        }
    }

    @Test
    void a_patrol_plan_travels_with_the_book_and_one_without_it_is_what_it_was() {
        SiteBook old = book(1, new Random(1));
        SiteBook patrolled = old.patrolledBy(PatrolPlan.NONE).at(2, 0);

        SiteBookDelta delta = SiteBookDelta.between(old, patrolled, BookDigest.of(patrolled));

        assertThat(applied(delta, Digested.of(old)).book().patrol()).isEqualTo(PatrolPlan.NONE);
        assertThat(BookDigest.of(patrolled.patrolledBy(null))).isEqualTo(BookDigest.of(old));
    }

    @Test
    void one_changed_person_is_one_entry_and_the_same_content_is_none() {
        Random random = new Random(1);
        SiteBook book = book(1, random);
        List<SiteBook.Person> people = new ArrayList<>(book.people());
        people.set(0, new SiteBook.Person(people.get(0).id(), "Another name", "OWNER", true));

        SiteBookDelta delta = SiteBookDelta.between(book, with(book, people).at(2, 0), BookDigest.of(book));

        assertThat(delta.people().put()).hasSize(1);
        assertThat(delta.isEmpty()).isFalse();
        assertThat(SiteBookDelta.between(book, book.at(2, 9), BookDigest.of(book))
                        .isEmpty())
                .isTrue();
    }

    @Test
    void a_delta_for_another_version_another_gateway_or_with_another_result_is_refused() {
        Random random = new Random(2);
        SiteBook one = book(1, random);
        SiteBook two = book(2, random);
        SiteBookDelta good = SiteBookDelta.between(one, two, BookDigest.of(two));
        SiteBookDelta wrong = SiteBookDelta.between(one, two, BookDigest.of(one));

        assertThat(good.appliedTo(Digested.of(one))).isInstanceOf(Decoded.Ok.class);
        assertThat(good.appliedTo(Digested.of(two))).isInstanceOf(Decoded.Malformed.class);
        assertThat(wrong.appliedTo(Digested.of(one))).isInstanceOf(Decoded.Malformed.class);
        assertThat(good.appliedTo(Digested.of(ofAnother(one)))).isInstanceOf(Decoded.Malformed.class);
    }

    @Test
    void no_bit_of_a_signed_delta_or_revocation_can_be_changed_and_none_passes_for_another_kind() {
        Random random = new Random(3);
        SiteBook one = book(1, random);
        SiteBook two = book(2, random);
        SignedDelta signed = SignedDelta.sign(SiteBookDelta.between(one, two, BookDigest.of(two)), fleet.getPrivate());
        SignedRevocation revocation = SignedRevocation.sign(
                new Revocation(SITE, 1, 0, List.of("c-1"), SiteBook.CredentialState.LOST, null), fleet.getPrivate());

        int accepted = 0;
        for (int i = 0; i < 1_000; i++) {
            accepted += opens(new SignedDelta(1, 2, flipped(signed.delta(), random), signed.signature()));
            accepted += opens(new SignedDelta(1, 2, signed.delta(), flipped(signed.signature(), random)));
            accepted += opens(new SignedRevocation(flipped(revocation.revocation(), random), revocation.signature()));
        }
        accepted += opens(new SignedDelta(1, 3, signed.delta(), signed.signature()));
        accepted += opens(new SignedRevocation(signed.delta(), signed.signature()));
        accepted += new SignedSiteBook(2, signed.delta(), signed.signature())
                .open(fleet.getPublic())
                .fold(book -> 1, refusal -> 0);

        assertThat(opens(signed)).isOne();
        assertThat(accepted).isZero();
    }

    @Test
    void the_digest_does_not_depend_on_the_order_in_which_sets_and_maps_were_filled() {
        assertThat(BookDigest.of(scheduled(List.of("A", "B", "C"))))
                .isEqualTo(BookDigest.of(scheduled(List.of("C", "A", "B"))));
        assertThat(new String(
                        CanonicalBytes.of(Map.of("set", new LinkedHashSet<>(List.of("zz", "aa")))),
                        java.nio.charset.StandardCharsets.ISO_8859_1))
                .matches("(?s).*aa.*zz.*");
    }

    @Test
    void a_revocation_takes_away_until_a_book_has_it_worked_in() {
        SiteBook book = book(1, new Random(4));
        String ref = book.credentials().get(0).ref();
        String person = book.people().get(0).id();
        List<Revocation> all = List.of(
                new Revocation(SITE, 7, 0, List.of(ref), SiteBook.CredentialState.STOLEN, null),
                new Revocation(SITE, 8, 0, List.of(), SiteBook.CredentialState.DISABLED, person));

        SiteBook less = Revocation.over(book, all);

        assertThat(less.credentials().get(0).state()).isEqualTo(SiteBook.CredentialState.STOLEN);
        assertThat(less.people().get(0).active()).isFalse();
        assertThat(less.credentials().subList(1, less.credentials().size()))
                .isEqualTo(book.credentials().subList(1, book.credentials().size()));
        assertThat(Revocation.over(book.inOrder(8L), all).people().get(0).active())
                .isTrue();
    }

    private static Digested applied(SiteBookDelta delta, Digested kept) {
        return delta.appliedTo(kept).fold(made -> made, refusal -> {
            throw new AssertionError(refusal.message());
        });
    }

    private int opens(SignedDelta signed) {
        return SignedDelta.read(signed.toBytes())
                .then(read -> read.open(fleet.getPublic()))
                .fold(delta -> 1, refusal -> 0);
    }

    private int opens(SignedRevocation signed) {
        return signed.open(fleet.getPublic()).fold(delta -> 1, refusal -> 0);
    }

    private static byte[] flipped(byte[] bytes, Random random) {
        byte[] copy = bytes.clone();
        copy[random.nextInt(copy.length)] ^= (byte) (1 << random.nextInt(8));
        return copy;
    }

    private static SiteBook ofAnother(SiteBook book) {
        return new SiteBook(
                SITE,
                new GatewayId("gw-2"),
                book.version(),
                0,
                book.timeZone(),
                book.credentialKey(),
                book.devices(),
                book.doors(),
                book.accessPoints(),
                book.schedules(),
                book.profiles(),
                book.people(),
                book.credentials(),
                book.checkpoints());
    }

    private static SiteBook scheduled(List<String> days) {
        Map<String, List<String>> weekly = new LinkedHashMap<>();
        days.forEach(day -> weekly.put(day, List.of("08:00-18:00")));
        SiteBook book = book(1, new Random(5));
        return new SiteBook(
                SITE,
                GATEWAY,
                1,
                0,
                "UTC",
                new byte[] {1},
                List.of(),
                List.of(),
                List.of(),
                List.of(new SiteBook.Schedule("s", "S", weekly)),
                List.of(),
                book.people(),
                book.credentials(),
                List.of());
    }

    private static SiteBook with(SiteBook book, List<SiteBook.Person> people) {
        return new SiteBook(
                SITE,
                GATEWAY,
                book.version(),
                0,
                book.timeZone(),
                book.credentialKey(),
                book.devices(),
                book.doors(),
                book.accessPoints(),
                book.schedules(),
                book.profiles(),
                people,
                book.credentials(),
                book.checkpoints());
    }

    private static SiteBook book(long version, Random random) {
        List<SiteBook.Person> people = new ArrayList<>();
        List<SiteBook.Credential> credentials = new ArrayList<>();
        people.add(new SiteBook.Person("p-000", "Somebody", "OWNER", true));
        credentials.add(credential("c-000", "p-000"));
        for (int i = 1; i < 40; i++) {
            if (random.nextInt(3) > 0) {
                people.add(new SiteBook.Person(
                        "p-%03d".formatted(i),
                        "Name " + random.nextInt(3),
                        "OWNER",
                        random.nextBoolean(),
                        rules(random)));
            }
            if (random.nextInt(3) > 0) {
                credentials.add(credential("c-%03d".formatted(i), "p-%03d".formatted(random.nextInt(40))));
            }
        }
        return new SiteBook(
                        SITE,
                        GATEWAY,
                        version,
                        0,
                        random.nextBoolean() ? "UTC" : "Asia/Shanghai",
                        new byte[] {1},
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        people,
                        credentials,
                        List.of())
                .inOrder(null);
    }

    private static PersonRules rules(Random random) {
        return new PersonRules(
                PersonRules.Status.ACTIVE,
                List.of(),
                random.nextInt(8),
                Set.of(PersonRules.Exemption.PASSBACK, PersonRules.Exemption.LOCKDOWN),
                false,
                null,
                null,
                null,
                false,
                false,
                null);
    }

    private static SiteBook.Credential credential(String ref, String person) {
        return new SiteBook.Credential(ref, person, SiteBook.CredentialState.ENABLED, null, null, List.of("all"));
    }

    private static KeyPair keys() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
