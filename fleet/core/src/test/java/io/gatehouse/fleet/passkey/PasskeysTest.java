package io.gatehouse.fleet.passkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.fleet.account.AccountBook;
import io.gatehouse.fleet.account.Grant;
import io.gatehouse.fleet.core.FleetCore;
import io.gatehouse.fleet.core.TestCore;
import io.gatehouse.fleet.passkey.PasskeySignIns.Attempt;
import io.gatehouse.fleet.passkey.PasskeySignIns.Result;
import io.gatehouse.launch.Surroundings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Passkeys as authenticators show them, and as somebody shows them who has none. */
class PasskeysTest {

    private static final RelyingParty HERE = new RelyingParty("gates.example", "https://gates.example");

    private final FleetCore core = TestCore.core();
    private final Hand hand = new Hand();
    private final Surroundings surroundings = new Surroundings(
            hand, Surroundings.ofSystem().ids(), Surroundings.ofSystem().random());
    private final AccountBook book = core.accounting().accountBook();
    private final PasskeyRooms rooms = new PasskeyRooms(
            core.jdbi(), core.keys(), core.accounts(), core.accounting().signIns(), surroundings);
    private final Passkeys passkeys = rooms.passkeys();
    private final TestAuthenticator phone = new TestAuthenticator();

    /** A clock that somebody turns. */
    private static final class Hand extends Clock {
        private Instant now = Instant.now();

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @Test
    void somebody_comes_in_with_a_passkey_that_names_its_account_and_with_a_typed_name() {
        have("pk-lee", phone);

        phone.count = 2;
        assertThat(attempt(null, phone.sign(challenge(null))))
                .isInstanceOfSatisfying(
                        Result.Welcome.class,
                        welcome -> assertThat(welcome.account().name()).isEqualTo("pk-lee"));
        phone.count = 3;
        phone.handle = null;
        assertThat(attempt(" PK-Lee ", phone.sign(challenge("pk-lee")))).isInstanceOf(Result.Welcome.class);

        assertThat(passkeys.list("pk-lee").get(0).path("usedFrom").asText()).isEqualTo("192.0.2.1");
        assertThat(book.find("pk-lee").orElseThrow().path("passkeys").asInt()).isEqualTo(1);
    }

    @Test
    void one_that_does_not_say_whose_it_is_or_says_another_name_stays_outside() {
        have("pk-one", phone);
        phone.count = 2;

        assertThat(attempt("pk-other", phone.sign(challenge(null)))).isEqualTo(new Result.Wrong(null));
        phone.handle = null;
        assertThat(attempt(null, phone.sign(challenge(null)))).isEqualTo(new Result.Wrong(null));
        phone.handle = new byte[32];
        assertThat(attempt("pk-one", phone.sign(challenge(null)))).isEqualTo(new Result.Wrong(null));
    }

    @Test
    void a_forged_signature_another_address_and_an_unverified_person_are_refused() {
        have("pk-forged", phone);
        phone.count = 2;

        assertThat(attempt(null, phone.forge(challenge(null)))).isEqualTo(new Result.Wrong("pk-forged"));
        phone.origin = "https://gates.example.evil.example";
        assertThat(attempt(null, phone.sign(challenge(null)))).isEqualTo(new Result.Wrong("pk-forged"));
        phone.origin = "http://gates.example";
        assertThat(attempt(null, phone.sign(challenge(null)))).isEqualTo(new Result.Wrong("pk-forged"));
        phone.origin = HERE.origin();
        phone.party = "evil.example";
        assertThat(attempt(null, phone.sign(challenge(null)))).isEqualTo(new Result.Wrong("pk-forged"));
        phone.party = HERE.id();
        phone.verifies = false;
        assertThat(attempt(null, phone.sign(challenge(null)))).isEqualTo(new Result.Wrong("pk-forged"));
        phone.verifies = true;
        assertThat(attempt(null, phone.sign(challenge(null)))).isInstanceOf(Result.Welcome.class);
    }

    @Test
    void a_challenge_is_taken_once_and_for_three_minutes_and_for_what_it_was_made_for() {
        have("pk-once", phone);
        phone.count = 2;
        byte[] challenge = challenge(null);
        Shown.Signed signed = phone.sign(challenge);
        assertThat(attempt(null, signed)).isInstanceOf(Result.Welcome.class);

        assertThat(attempt(null, signed)).isEqualTo(new Result.Wrong(null));
        phone.count = 3;
        assertThat(attempt(null, phone.sign(challenge))).isEqualTo(new Result.Wrong(null));
        byte[] late = challenge(null);
        hand.now = hand.now.plus(Challenges.LIFE);
        assertThat(attempt(null, phone.sign(late))).isEqualTo(new Result.Wrong(null));
        assertThat(attempt(null, phone.sign(begin("pk-once")))).isEqualTo(new Result.Wrong(null));
        byte[] own = challenge(null);
        own[3] ^= 1;
        assertThat(attempt(null, phone.sign(own))).isEqualTo(new Result.Wrong(null));
        assertThat(attempt(null, phone.sign(new byte[64]))).isEqualTo(new Result.Wrong(null));
        assertThat(attempt(null, new Shown.Signed(new byte[0], new byte[0], new byte[0], new byte[0], null)))
                .isEqualTo(new Result.Wrong(null));
    }

    @Test
    void a_copy_is_found_out_by_its_count() {
        have("pk-copy", phone);
        phone.count = 5;
        assertThat(attempt(null, phone.sign(challenge(null)))).isInstanceOf(Result.Welcome.class);

        phone.count = 5;
        assertThat(attempt(null, phone.sign(challenge(null)))).isEqualTo(new Result.Copied("pk-copy"));
        phone.count = 6;
        assertThat(attempt(null, phone.sign(challenge(null)))).isInstanceOf(Result.Welcome.class);
    }

    @Test
    void ten_wrong_ones_lock_the_name_for_passwords_too_and_a_locked_name_takes_no_passkey() {
        have("pk-locked", phone);
        phone.count = 2;
        for (int tries = 1; tries < 10; tries++) {
            assertThat(attempt(null, phone.forge(challenge(null)))).isInstanceOf(Result.Wrong.class);
        }
        assertThat(attempt(null, phone.forge(challenge(null))))
                .isInstanceOfSatisfying(
                        Result.Locked.class,
                        locked -> assertThat(locked.justNow()).isTrue());

        assertThat(attempt(null, phone.sign(challenge(null)))).isInstanceOf(Result.Locked.class);
        book.unlock("pk-locked");
        assertThat(attempt(null, phone.sign(challenge(null)))).isInstanceOf(Result.Welcome.class);
    }

    @Test
    void a_new_one_is_taken_only_for_the_account_address_and_person_that_asked() {
        make("pk-new", false);
        make("pk-else", false);

        phone.verifies = false;
        assertThat(add("pk-new", phone.make(begin("pk-new")))).isInstanceOf(Passkeys.Added.NotRight.class);
        phone.verifies = true;
        phone.origin = "https://evil.example";
        assertThat(add("pk-new", phone.make(begin("pk-new")))).isInstanceOf(Passkeys.Added.NotRight.class);
        phone.origin = HERE.origin();
        assertThat(add("pk-new", phone.make(begin("pk-else")))).isInstanceOf(Passkeys.Added.NotRight.class);
        assertThat(add("pk-new", phone.make(challenge(null)))).isInstanceOf(Passkeys.Added.NotRight.class);

        assertThat(add("pk-new", phone.make(begin("pk-new")))).isInstanceOf(Passkeys.Added.Kept.class);
        assertThat(add("pk-else", phone.make(begin("pk-else")))).isInstanceOf(Passkeys.Added.NoRoom.class);
        assertThat(wish("pk-new").path("exclude")).hasSize(1);
    }

    @Test
    void who_signs_in_elsewhere_has_none_and_who_was_disabled_comes_in_no_more() {
        make("pk-away", true);
        assertThat(passkeys.begin("pk-away", HERE)).isEmpty();

        have("pk-gone", phone);
        phone.count = 2;
        book.put("pk-gone", new AccountBook.Wish(null, true, false, List.of(Grant.everywhere("viewer"))), "test");
        assertThat(attempt(null, phone.sign(challenge(null)))).isInstanceOf(Result.Wrong.class);
    }

    @Test
    void a_password_that_an_admin_reset_ends_every_passkey() {
        have("pk-reset", phone);
        phone.count = 2;

        book.resetPassword("pk-reset");

        assertThat(attempt(null, phone.sign(challenge(null)))).isEqualTo(new Result.Wrong(null));
    }

    @Test
    void passkeys_have_names_and_are_taken_away_one_by_one_or_all() {
        have("pk-names", phone);
        have("pk-names", new TestAuthenticator());
        String first = passkeys.list("pk-names").get(0).path("id").asText();

        assertThat(passkeys.rename("pk-names", first, "Safe")
                        .orElseThrow()
                        .path("name")
                        .asText())
                .isEqualTo("Safe");
        assertThat(passkeys.rename("pk-copy", first, "Mine")).isEmpty();
        assertThat(passkeys.remove("pk-copy", first)).isFalse();
        assertThat(passkeys.remove("pk-names", first)).isTrue();
        assertThat(passkeys.removeAll("pk-names")).isEqualTo(1);
        phone.count = 2;
        assertThat(attempt(null, phone.sign(challenge(null)))).isEqualTo(new Result.Wrong(null));
    }

    @Test
    void a_name_without_passkeys_is_answered_like_one_with_some_and_the_same_each_time() {
        have("pk-known", phone);

        JsonNode known = rooms.signIns().begin("pk-known", HERE).path("allow");
        JsonNode nobody = rooms.signIns().begin("pk-nobody", HERE).path("allow");

        assertThat(nobody).hasSameSizeAs(known);
        assertThat(nobody.get(0).asText()).hasSameSizeAs(known.get(0).asText());
        assertThat(rooms.signIns().begin("pk-nobody", HERE).path("allow")).isEqualTo(nobody);
        assertThat(rooms.signIns().begin("pk-nobody2", HERE).path("allow")).isNotEqualTo(nobody);
        hand.now = hand.now.plus(Duration.ofSeconds(1));
        assertThat(rooms.signIns().begin(null, HERE).path("allow")).isEmpty();
    }

    private void make(String name, boolean elsewhere) {
        book.put(name, new AccountBook.Wish(null, false, elsewhere, List.of(Grant.everywhere("viewer"))), "test");
    }

    private void have(String name, TestAuthenticator authenticator) {
        make(name, false);
        authenticator.handle = bytes(wish(name).path("user").path("id").asText());
        assertThat(add(name, authenticator.make(begin(name)))).isInstanceOf(Passkeys.Added.Kept.class);
    }

    private JsonNode wish(String name) {
        return passkeys.begin(name, HERE).orElseThrow();
    }

    private byte[] begin(String name) {
        return bytes(wish(name).path("challenge").asText());
    }

    private Passkeys.Added add(String name, Shown.New shown) {
        return passkeys.add(name, HERE, "Phone", shown);
    }

    private byte[] challenge(@Nullable String name) {
        return bytes(rooms.signIns().begin(name, HERE).path("challenge").asText());
    }

    private static byte[] bytes(String text) {
        return Base64.getUrlDecoder().decode(text);
    }

    private Result attempt(@Nullable String name, Shown.Signed shown) {
        return rooms.signIns().attempt(HERE, new Attempt(name, shown, "192.0.2.1"));
    }
}
