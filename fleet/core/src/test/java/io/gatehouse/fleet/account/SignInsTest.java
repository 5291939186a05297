package io.gatehouse.fleet.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.fleet.account.SignIns.Attempt;
import io.gatehouse.fleet.account.SignIns.Result;
import io.gatehouse.fleet.core.FleetCore;
import io.gatehouse.fleet.core.TestCore;
import io.gatehouse.launch.Surroundings;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Passwords, codes, and what happens to whoever guesses. */
class SignInsTest {

    private final FleetCore core = TestCore.core();
    private final Hand hand = new Hand();
    private final Surroundings surroundings = new Surroundings(
            hand, Surroundings.ofSystem().ids(), Surroundings.ofSystem().random());
    private final Accounts accounts = new Accounts(core.jdbi(), surroundings);
    private final AccountBook book = new AccountBook(core.jdbi(), surroundings, accounts);
    private final SecondFactors factors = new SecondFactors(core.jdbi(), core.keys(), surroundings);
    private final SignIns signIns = new SignIns(core.jdbi(), hand, accounts, factors);

    /** A clock that somebody turns. */
    private static final class Hand extends Clock {
        private Instant now = Instant.parse("2026-11-26T08:00:00Z");

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
    void the_codes_are_those_of_rfc_6238() {
        byte[] secret = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

        assertThat(Totp.code(secret, Totp.step(Instant.ofEpochSecond(59)))).isEqualTo("287082");
        assertThat(Totp.code(secret, Totp.step(Instant.ofEpochSecond(1111111109))))
                .isEqualTo("081804");
        assertThat(Totp.code(secret, Totp.step(Instant.ofEpochSecond(20000000000L))))
                .isEqualTo("353130");
        assertThat(Totp.text(secret)).isEqualTo("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assertThat(Totp.bytes(Totp.text(secret))).isEqualTo(secret);
    }

    @Test
    void ten_wrong_passwords_lock_a_name_whether_or_not_somebody_has_it() {
        String password = make("locked");

        for (String name : List.of("locked", "nobody-has-this")) {
            for (int tries = 1; tries < SignIns.MOST_IN_A_ROW; tries++) {
                assertThat(attempt(name, "guess", null)).isEqualTo(new Result.Wrong(tries));
            }
            assertThat(attempt(name, "guess", null)).isEqualTo(new Result.Locked(SignIns.LOCK.toSeconds(), true));
            assertThat(attempt(name, "guess", null)).isInstanceOf(Result.Locked.class);
        }
        assertThat(attempt(" LOCKED ", password, null)).isInstanceOf(Result.Locked.class);
        assertThat(book.find("locked").orElseThrow().path("failures").asInt()).isEqualTo(SignIns.MOST_IN_A_ROW);
        assertThat(book.find("locked").orElseThrow().path("failedFrom").asText())
                .isEqualTo("192.0.2.1");

        hand.now = hand.now.plus(SignIns.LOCK);
        assertThat(attempt("locked", "guess", null)).isInstanceOf(Result.Locked.class);
        book.unlock("locked");
        assertThat(attempt("locked", password, null)).isInstanceOf(Result.Welcome.class);
        assertThat(book.find("locked").orElseThrow().path("failures").asInt()).isZero();
    }

    @Test
    void a_second_factor_is_asked_for_once_a_first_code_was_right_and_a_code_works_once() {
        String password = make("careful");
        byte[] secret = Totp.bytes(factors.begin("careful").orElseThrow().secret());
        assertThat(attempt("careful", password, null)).isInstanceOf(Result.Welcome.class);

        assertThat(factors.confirm("careful", "000000")).isEmpty();
        List<String> recovery = factors.confirm("careful", Totp.code(secret, Totp.step(hand.now)))
                .orElseThrow();

        assertThat(attempt("careful", password, null)).isInstanceOf(Result.CodeNeeded.class);
        assertThat(attempt("careful", "guess", null)).isInstanceOf(Result.Wrong.class);
        String used = Totp.code(secret, Totp.step(hand.now));
        assertThat(attempt("careful", password, used)).isInstanceOf(Result.Wrong.class);
        hand.now = hand.now.plusSeconds(30);
        String code = Totp.code(secret, Totp.step(hand.now));
        assertThat(attempt("careful", password, code))
                .isInstanceOfSatisfying(
                        Result.Welcome.class,
                        welcome -> assertThat(welcome.how()).isEqualTo("totp"));
        assertThat(attempt("careful", password, code)).isInstanceOf(Result.Wrong.class);

        String lost = recovery.get(0);
        assertThat(attempt("careful", password, lost.substring(0, 5) + "-" + lost.substring(5)))
                .isInstanceOf(Result.Welcome.class);
        assertThat(attempt("careful", password, lost)).isInstanceOf(Result.Wrong.class);
        assertThat(factors.codesLeft("careful")).isEqualTo(recovery.size() - 1);
    }

    @Test
    void neither_the_secret_of_a_second_factor_nor_a_recovery_code_can_be_read_in_the_database() {
        make("sealed");
        String secret = factors.begin("sealed").orElseThrow().secret();
        List<String> recovery = factors.confirm("sealed", Totp.code(Totp.bytes(secret), Totp.step(hand.now)))
                .orElseThrow();

        String kept = core.jdbi()
                .withHandle(
                        handle -> handle.createQuery("""
                        select (select string_agg(a::text || encode(a.totp, 'escape'), ' ') from account a)
                            || (select string_agg(r::text, ' ') from recovery_code r)
                        """).mapTo(String.class).one());

        assertThat(kept).doesNotContain(secret).doesNotContain(recovery);
    }

    @Test
    void a_one_time_password_that_nobody_used_stops_working_after_a_day() {
        String password = make("late");

        hand.now = hand.now.plus(Duration.ofHours(25));

        assertThat(attempt("late", password, null)).isInstanceOf(Result.Wrong.class);
        String again = book.resetPassword("late").orElseThrow();
        assertThat(attempt("late", again, null)).isInstanceOf(Result.Welcome.class);
    }

    @Test
    void rights_hold_from_when_to_when_they_were_granted() {
        make("visitor");
        Instant from = hand.now.plusSeconds(60);
        book.put(
                "visitor",
                new AccountBook.Wish(
                        null,
                        false,
                        false,
                        List.of(new Grant(null, "technician", from, from.plusSeconds(60), "wiring"))),
                "test");

        assertThat(roles("visitor")).isEmpty();
        hand.now = from;
        assertThat(roles("visitor")).containsExactly("technician");
        hand.now = from.plusSeconds(60);
        assertThat(roles("visitor")).isEmpty();
    }

    private List<String> roles(String name) {
        Sessions sessions = new Sessions(core.jdbi(), surroundings);
        Session session = sessions.create(new Account(name, List.of(), false, false), "192.0.2.1", "password");
        return sessions.find(session.secret()).orElseThrow().account().grants().stream()
                .map(Grant::role)
                .toList();
    }

    /** Makes an account; its password. */
    private String make(String name) {
        AccountBook.Kept kept =
                book.put(name, new AccountBook.Wish(null, false, false, List.of(Grant.everywhere("viewer"))), "test");
        return kept instanceof AccountBook.Kept.Made made
                ? Objects.requireNonNull(made.password())
                : book.resetPassword(name).orElseThrow();
    }

    private Result attempt(String name, String password, @Nullable String code) {
        return signIns.attempt(new Attempt(name, password, code, "192.0.2.1"));
    }
}
