package io.gatehouse.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.access.AccessDecision;
import io.gatehouse.protocol.access.CredentialRef;
import io.gatehouse.protocol.access.Outcome;
import io.gatehouse.protocol.access.ReasonCode;
import io.gatehouse.protocol.device.PresentedCredential;
import io.gatehouse.protocol.sitebook.SiteBook;
import io.gatehouse.protocol.sitebook.SiteBook.CredentialState;
import io.gatehouse.protocol.sitebook.SiteBook.DoorMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessDeskTest {

    private static final DeviceId READER = new DeviceId("reader-1");
    private static final PresentedCredential CARD = new PresentedCredential("CARD", "H10301", 12, "40001");
    private static final byte[] KEY = {1, 2, 3, 4, 5, 6, 7, 8};

    /** A Wednesday, 10:00 in Shanghai. */
    private static final Instant WEDNESDAY_TEN = Instant.parse("2026-11-25T02:00:00Z");

    private final Book book = new Book();
    private final AccessDesk desk = new AccessDesk(new Debounce(Duration.ofSeconds(2)));
    private int messages;

    @Test
    void somebody_with_a_right_at_this_time_is_granted_and_every_rule_is_in_the_trace() {
        AccessDecision decision = present(WEDNESDAY_TEN);

        assertThat(decision.outcome()).isEqualTo(Outcome.GRANTED);
        assertThat(decision.person()).isEqualTo("p-1");
        assertThat(decision.door()).isEqualTo("door-1");
        assertThat(decision.accessPoint()).isEqualTo("in-1");
        assertThat(decision.siteBookVersion()).isEqualTo(7);
        assertThat(decision.trace()).hasSameSizeAs(AccessRules.IN_ORDER).allMatch(AccessDecision.Check::passed);
        assertThat(decision.toString()).as("no number is kept").doesNotContain("40001");
    }

    @Test
    void a_reader_without_an_access_point_denies() {
        book.points.clear();

        assertDenied(ReasonCode.ACCESS_POINT_UNKNOWN);
    }

    @Test
    void an_access_point_that_is_switched_off_denies() {
        book.points.put("in-1", new SiteBook.AccessPoint("in-1", "door-1", SiteBook.Direction.IN, READER, false));

        assertDenied(ReasonCode.ACCESS_POINT_DISABLED);
    }

    @Test
    void a_hand_held_out_too_long_is_one_read() {
        present(WEDNESDAY_TEN);

        AccessDecision second = present(WEDNESDAY_TEN.plusMillis(1_900));
        AccessDecision third = present(WEDNESDAY_TEN.plusMillis(3_900));

        assertThat(second.outcome()).isEqualTo(Outcome.IGNORED_DUPLICATE);
        assertThat(third.outcome()).isEqualTo(Outcome.GRANTED);
    }

    @Test
    void the_same_message_again_is_not_a_second_read() {
        Read read = read(WEDNESDAY_TEN, "b1/1", true);

        assertThat(desk.decide(book, read).outcome()).isEqualTo(Outcome.GRANTED);
        assertThat(desk.decide(book, read).outcome()).isEqualTo(Outcome.GRANTED);
    }

    @Test
    void a_door_that_stands_open_needs_nobodys_card() {
        book.door(DoorMode.UNLOCKED);
        book.credentials.clear();

        assertThat(present(WEDNESDAY_TEN).outcome()).isEqualTo(Outcome.FREE_PASSAGE);
    }

    @Test
    void a_card_that_nobody_knows_is_denied() {
        book.credentials.clear();

        assertDenied(ReasonCode.CREDENTIAL_UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({"DISABLED,CREDENTIAL_DISABLED", "LOST,CREDENTIAL_LOST", "STOLEN,CREDENTIAL_STOLEN"})
    void a_card_that_was_taken_out_of_use_says_why(CredentialState state, ReasonCode reason) {
        book.credential(state, null, null);

        assertDenied(reason);
    }

    @Test
    void a_right_begins_at_its_beginning_and_ends_before_its_end() {
        long from = WEDNESDAY_TEN.toEpochMilli();
        book.credential(CredentialState.ENABLED, from, from + 60_000);

        assertThat(present(WEDNESDAY_TEN.minusMillis(1)).reason()).isEqualTo(ReasonCode.CREDENTIAL_NOT_YET_ACTIVE);
        assertThat(present(WEDNESDAY_TEN.plusMillis(10_000)).reason()).isEqualTo(ReasonCode.GRANTED);
        assertThat(present(WEDNESDAY_TEN.plusMillis(59_999)).reason()).isEqualTo(ReasonCode.GRANTED);
        assertThat(present(WEDNESDAY_TEN.plusMillis(63_000)).reason()).isEqualTo(ReasonCode.CREDENTIAL_EXPIRED);
    }

    @Test
    void without_a_trusted_clock_a_right_with_an_end_waits_and_one_without_works() {
        assertThat(desk.decide(book, read(WEDNESDAY_TEN, "b1/1", false)).outcome())
                .isEqualTo(Outcome.GRANTED);
        book.credential(CredentialState.ENABLED, null, WEDNESDAY_TEN.toEpochMilli() + 60_000);

        AccessDecision decision = desk.decide(book, read(WEDNESDAY_TEN.plusSeconds(9), "b1/2", false));

        assertThat(decision.reason()).isEqualTo(ReasonCode.TIME_UNTRUSTED);
    }

    @Test
    void a_card_of_nobody_is_denied() {
        book.people.clear();

        assertDenied(ReasonCode.CREDENTIAL_UNASSIGNED);
    }

    @Test
    void somebody_who_is_suspended_is_denied() {
        book.people.put("p-1", new SiteBook.Person("p-1", "Zhang San", "OWNER", false));

        assertDenied(ReasonCode.PERSON_SUSPENDED);
    }

    @Test
    void in_a_lockdown_nobody_passes() {
        book.door(DoorMode.LOCKED_DOWN);

        assertDenied(ReasonCode.LOCKDOWN);
    }

    @Test
    void no_right_here_and_a_right_at_another_time_are_told_apart() {
        AccessDecision late = present(Instant.parse("2026-11-25T10:00:00Z"));
        assertThat(late.reason()).isEqualTo(ReasonCode.OUT_OF_SCHEDULE);
        assertThat(late.details()).containsEntry("hours", "08:00-18:00").containsEntry("schedule", "Office hours");
        AccessDecision sunday = present(Instant.parse("2026-11-29T02:00:00Z"));
        assertThat(sunday.reason()).isEqualTo(ReasonCode.OUT_OF_SCHEDULE);

        book.profiles.clear();
        assertDenied(ReasonCode.NO_ACCESS_RIGHT);
    }

    @Test
    void the_end_of_a_span_is_no_longer_in_it() {
        assertThat(present(Instant.parse("2026-11-25T00:00:00Z")).reason()).isEqualTo(ReasonCode.GRANTED);
        assertThat(present(Instant.parse("2026-11-25T09:59:57Z")).reason()).isEqualTo(ReasonCode.GRANTED);
        assertThat(present(Instant.parse("2026-11-25T10:00:00Z")).reason()).isEqualTo(ReasonCode.OUT_OF_SCHEDULE);
    }

    private void assertDenied(ReasonCode reason) {
        AccessDecision decision = present(WEDNESDAY_TEN);
        assertThat(decision.outcome()).isEqualTo(Outcome.DENIED);
        assertThat(decision.reason()).isEqualTo(reason);
        assertThat(decision.trace().get(decision.trace().size() - 1).reason()).isEqualTo(reason);
    }

    private AccessDecision present(Instant at) {
        return desk.decide(book, read(at, "b1/" + ++messages, true));
    }

    private static Read read(Instant at, String message, boolean trusted) {
        return new Read(READER, null, message, CARD, at, trusted);
    }

    /** A site book in maps, for one card of one person at one door. */
    private static final class Book implements AccessBook {

        private final Map<String, SiteBook.AccessPoint> points = new HashMap<>();
        private final Map<String, SiteBook.Door> doors = new HashMap<>();
        private final Map<String, SiteBook.Credential> credentials = new HashMap<>();
        private final Map<String, SiteBook.Person> people = new HashMap<>();
        private final Map<String, SiteBook.AccessProfile> profiles = new HashMap<>();

        Book() {
            points.put("in-1", new SiteBook.AccessPoint("in-1", "door-1", SiteBook.Direction.IN, READER, true));
            door(DoorMode.LOCKED);
            credential(CredentialState.ENABLED, null, null);
            people.put("p-1", new SiteBook.Person("p-1", "Zhang San", "OWNER", true));
            profiles.put(
                    "staff",
                    new SiteBook.AccessProfile(
                            "staff", "Staff", List.of(new SiteBook.AccessPolicy("office", List.of("in-1")))));
        }

        void door(DoorMode mode) {
            doors.put("door-1", new SiteBook.Door("door-1", "East", mode, 3000, 30, null));
        }

        void credential(
                CredentialState state,
                @org.jspecify.annotations.Nullable Long from,
                @org.jspecify.annotations.Nullable Long to) {
            String ref = CredentialRef.of(KEY, CARD);
            credentials.put(ref, new SiteBook.Credential(ref, "p-1", state, from, to, List.of("staff")));
        }

        @Override
        public long version() {
            return 7;
        }

        @Override
        public ZoneId zone() {
            return ZoneId.of("Asia/Shanghai");
        }

        @Override
        public byte[] credentialKey() {
            return KEY.clone();
        }

        @Override
        public Optional<SiteBook.AccessPoint> accessPoint(String id) {
            return Optional.ofNullable(points.get(id));
        }

        @Override
        public List<SiteBook.AccessPoint> accessPointsOf(DeviceId reader) {
            return points.values().stream()
                    .filter(p -> p.reader().equals(reader))
                    .toList();
        }

        @Override
        public Optional<SiteBook.Door> door(String id) {
            return Optional.ofNullable(doors.get(id));
        }

        @Override
        public Optional<SiteBook.Credential> credential(String ref) {
            return Optional.ofNullable(credentials.get(ref));
        }

        @Override
        public Optional<SiteBook.Person> person(String id) {
            return Optional.ofNullable(people.get(id));
        }

        @Override
        public Optional<SiteBook.AccessProfile> profile(String id) {
            return Optional.ofNullable(profiles.get(id));
        }

        @Override
        public Optional<WeeklySchedule> schedule(String id) {
            Map<String, List<String>> weekly = new HashMap<>();
            List.of("MON", "TUE", "WED", "THU", "FRI").forEach(day -> weekly.put(day, List.of("08:00-18:00")));
            return Optional.of(WeeklySchedule.of(new SiteBook.Schedule("office", "Office hours", weekly)));
        }
    }
}
