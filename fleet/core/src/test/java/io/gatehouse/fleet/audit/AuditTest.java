package io.gatehouse.fleet.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.fleet.core.FleetCore;
import io.gatehouse.fleet.core.TestCore;
import io.gatehouse.protocol.IntervalSet;
import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.audit.AuditKey;
import io.gatehouse.protocol.audit.AuditVerdict;
import io.gatehouse.protocol.audit.AuditVerdict.Faulty;
import io.gatehouse.protocol.audit.AuditVerdict.Sound;
import io.gatehouse.protocol.audit.Fault;
import io.gatehouse.protocol.uplink.UplinkBatch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What was signed at the gateway is proven at the fleet, or its first fault is named; against the real database. */
class AuditTest {

    private final FleetCore core = TestCore.core();
    private final SigningGateway gateway = new SigningGateway()
            .events(40)
            .checkpoint()
            .events(7)
            .checkpoint()
            .events(20)
            .checkpoint();

    private final AuditStand stand = new AuditStand(core, gateway);

    @Test
    void what_was_signed_is_verified_as_it_comes() {
        stand.tellKey();

        core.intake().accept(gateway.all());

        stand.awaitVerified(69);
        // and once over all of it again
        for (int again = 0; again < 12; again++) {
            assertThat(stand.checked().has("mismatch")).isFalse();
        }
        assertThat(stand.state().path("signedUpTo").asLong()).isEqualTo(69);
        assertThat(stand.state().path("key").asText()).isEqualTo(gateway.key.id());
        assertThat(stand.state().has("mismatch")).isFalse();
        assertThat(stand.verdict(null, null)).isEqualTo(new Sound(1, 69, 69, 3, IntervalSet.EMPTY));
    }

    @Test
    void any_order_of_arrival_is_proven_and_an_export_ends_where_something_is_still_on_its_way() {
        stand.tellKey();

        core.intake().accept(gateway.batch(45, gateway.newest()));
        core.intake().accept(gateway.batch(1, 42));
        assertThat(stand.verdict(null, null)).isEqualTo(new Sound(1, 40, 40, 1, IntervalSet.EMPTY));
        core.intake().accept(gateway.batch(30, 60));

        stand.awaitVerified(69);
        assertThat(stand.verdict(null, null)).isEqualTo(new Sound(1, 69, 69, 3, IntervalSet.EMPTY));
    }

    @Test
    void a_span_is_widened_to_its_checkpoints() {
        stand.tellKey();
        core.intake().accept(gateway.all());

        AuditVerdict late = stand.verdict(Instant.ofEpochMilli(SigningGateway.TIME + 45_000), null);
        AuditVerdict early = stand.verdict(null, Instant.ofEpochMilli(SigningGateway.TIME + 45_000));

        assertThat(late).isEqualTo(new Sound(41, 69, 29, 2, IntervalSet.EMPTY));
        assertThat(early).isEqualTo(new Sound(1, 48, 48, 2, IntervalSet.EMPTY));
    }

    @Test
    void a_changed_byte_becomes_a_problem_and_goes_when_the_record_is_right_again() {
        stand.tellKey();
        core.intake().accept(gateway.all());
        stand.awaitVerified(69);
        byte[] right = stretch();
        List<byte[]> records = new ArrayList<>(Packed.unpack(right, 1_000));
        records.get(44)[20] ^= 1;

        store(Packed.pack(records));
        Awaitility.await()
                .atMost(AuditStand.PATIENCE)
                .until(() -> stand.checked().has("mismatch"));

        assertThat(stand.state().path("mismatch").path("fault").asText()).isEqualTo("EDITED");
        assertThat(stand.state().path("mismatch").path("seq").asLong()).isEqualTo(45);
        assertThat(stand.state().path("verifiedUpTo").asLong()).isEqualTo(44);
        assertThat(stand.problems()).contains("AUDIT_CHAIN_BROKEN");
        assertThat(stand.verdict(null, null)).isEqualTo(new Faulty(Fault.EDITED, 45, 44));

        store(right);
        Awaitility.await()
                .atMost(AuditStand.PATIENCE)
                .until(() -> !stand.checked().has("mismatch"));
        assertThat(stand.problems()).doesNotContain("AUDIT_CHAIN_BROKEN");
        assertThat(stand.state().path("verifiedUpTo").asLong()).isEqualTo(69);
    }

    @Test
    void an_event_that_is_shown_otherwise_than_its_record_says_becomes_a_problem_too() {
        stand.tellKey();
        core.intake().accept(gateway.all());
        stand.awaitVerified(69);

        set("type", "DoorClosed", 43);
        Awaitility.await()
                .atMost(AuditStand.PATIENCE)
                .until(() -> stand.checked().has("mismatch"));
        assertThat(stand.state().path("mismatch").path("fault").asText()).isEqualTo("SHOWN_OTHERWISE");
        assertThat(stand.state().path("mismatch").path("seq").asLong()).isEqualTo(43);
        assertThat(stand.verdict(null, null)).isInstanceOf(Sound.class);

        set("type", "DoorOpened", 43);
        Awaitility.await()
                .atMost(AuditStand.PATIENCE)
                .until(() -> !stand.checked().has("mismatch"));
        set("person", "somebody", 2);
        Awaitility.await()
                .atMost(AuditStand.PATIENCE)
                .until(() -> stand.checked().has("mismatch"));
        assertThat(stand.state().path("mismatch").path("seq").asLong()).isEqualTo(2);
    }

    @Test
    void an_event_that_was_deleted_from_the_table_is_named_and_the_export_still_holds_it() {
        stand.tellKey();
        core.intake().accept(gateway.all());
        stand.awaitVerified(69);

        core.jdbi().useHandle(handle -> {
            handle.execute("create table if not exists event_gone as select * from event where false");
            handle.execute(
                    "insert into event_gone select * from event where gateway = ? and seq in (12, 43)",
                    gateway.id.value());
            handle.execute("delete from event where gateway = ? and seq in (12, 43)", gateway.id.value());
        });
        Awaitility.await()
                .atMost(AuditStand.PATIENCE)
                .until(() -> stand.checked().path("mismatch").path("seq").asLong() == 12);

        assertThat(stand.state().path("mismatch").path("fault").asText()).isEqualTo("NOT_SHOWN");
        assertThat(stand.problems()).contains("AUDIT_CHAIN_BROKEN");
        assertThat(stand.verdict(null, null)).isEqualTo(new Sound(1, 69, 69, 3, IntervalSet.EMPTY));

        core.jdbi()
                .useHandle(handle -> handle.execute(
                        "insert into event select * from event_gone where gateway = ?", gateway.id.value()));
        Awaitility.await()
                .atMost(AuditStand.PATIENCE)
                .until(() -> !stand.checked().has("mismatch"));
    }

    @Test
    void what_a_device_told_before_by_another_log_and_what_was_set_aside_is_not_missing() {
        stand.tellKey();
        UplinkBatch all = gateway.deviceEvents(1, 8).unreadable().checkpoint().all();
        core.intake()
                .accept(new UplinkBatch(
                        gateway.id,
                        Lane.EVIDENCE,
                        TestCore.newLog(),
                        1,
                        1,
                        3,
                        true,
                        all.records().subList(70, 73)));

        core.intake().accept(all);

        stand.awaitVerified(79);
        for (int again = 0; again < 12; again++) {
            assertThat(stand.checked().has("mismatch"))
                    .as(stand.state().toString())
                    .isFalse();
        }
        assertThat(events()).isEqualTo(67 + 8);

        makeUp(79);
        Awaitility.await()
                .atMost(AuditStand.PATIENCE)
                .until(() -> stand.checked().has("mismatch"));
        assertThat(stand.state().path("mismatch").path("fault").asText()).isEqualTo("NEVER_RECORDED");
        assertThat(stand.state().path("mismatch").path("seq").asLong()).isEqualTo(79);
    }

    /** An event that somebody made up, under a number that has none. */
    private void makeUp(long seq) {
        core.jdbi()
                .useHandle(handle -> handle.execute(
                        "insert into event"
                                + " (fleet_time, gateway, log, seq, site, class, type, gateway_time, time_quality, replayed)"
                                + " select fleet_time, gateway, log, ?, site, class, type, gateway_time, time_quality, replayed"
                                + " from event where gateway = ? and log = ? and seq = 40",
                        seq,
                        gateway.id.value(),
                        gateway.log.hex()));
    }

    private void set(String column, String value, long seq) {
        core.jdbi()
                .useHandle(handle -> handle.execute(
                        "update event set " + column + " = ? where gateway = ? and seq = ?",
                        value,
                        gateway.id.value(),
                        seq));
    }

    @Test
    void a_tail_that_was_cut_off_shows_by_the_newest_checkpoint() {
        stand.tellKey();
        core.intake().accept(gateway.all());
        stand.awaitVerified(69);

        store(Packed.pack(Packed.unpack(stretch(), 1_000).subList(0, 60)));
        core.jdbi()
                .useHandle(handle -> handle.execute(
                        "delete from audit_checkpoint where gateway = ? and seq > 48", gateway.id.value()));
        Awaitility.await()
                .atMost(AuditStand.PATIENCE)
                .until(() -> stand.checked().has("mismatch"));

        assertThat(stand.verdict(null, null)).isEqualTo(new Faulty(Fault.TRUNCATED, 49, 48));
        assertThat(stand.state().path("mismatch").path("seq").asLong()).isEqualTo(49);
    }

    @Test
    void any_record_that_is_changed_or_taken_away_in_the_database_is_named_by_the_export() {
        stand.tellKey();
        core.intake().accept(gateway.all());
        byte[] right = stretch();
        Random random = new Random(20_261_125);

        for (int trial = 0; trial < 40; trial++) {
            List<byte[]> records = new ArrayList<>(Packed.unpack(right, 1_000));
            int at = random.nextInt(69);
            if (trial % 2 == 0) {
                byte[] record = records.get(at);
                record[random.nextInt(record.length)] ^= (byte) (1 << random.nextInt(8));
            } else {
                records.remove(at);
            }
            store(Packed.pack(records));

            AuditVerdict verdict = stand.verdict(null, null);

            assertThat(verdict).as("trial %s", trial).isInstanceOf(Faulty.class);
            assertThat(((Faulty) verdict).seq())
                    .as("trial %s: %s", trial, verdict)
                    .isEqualTo(at + 1);
        }
        store(right);
    }

    @Test
    void a_gateway_that_signs_with_another_key_is_told_and_the_first_key_stays_first() {
        stand.tellKey();
        AuditKey other = AuditKey.of(SigningGateway.newKeys().getPublic());

        core.auditKeys().told(gateway.id, other.text());
        core.auditKeys().told(gateway.id, "no key");
        core.intake().accept(gateway.all());

        assertThat(stand.problems()).contains("AUDIT_KEY_CHANGED");
        assertThat(stand.state().path("keys").findValuesAsText("id")).containsExactly(gateway.key.id(), other.id());
        long noted = core.jdbi()
                .withHandle(handle -> handle.createQuery(
                                "select count(*) from audit where action = 'auditKeyChanged' and target = ?")
                        .bind(0, "gateway " + gateway.id)
                        .mapTo(Long.class)
                        .one());
        assertThat(noted).isEqualTo(1);
    }

    @Test
    void what_a_changed_key_signs_is_unverified_until_somebody_accepts_the_key_with_a_reason() {
        AuditKey before = AuditKey.of(SigningGateway.newKeys().getPublic());
        core.auditKeys().told(gateway.id, before.text());
        stand.tellKey();
        core.intake().accept(gateway.all());
        for (int look = 0; look < 3; look++) {
            stand.checked();
        }

        assertThat(stand.state().has("mismatch")).isFalse();
        assertThat(stand.state().path("verifiedUpTo").asLong()).isZero();
        assertThat(stand.state().path("unaccepted").path("from").asLong()).isEqualTo(1);
        assertThat(stand.state().path("unaccepted").path("key").asText()).isEqualTo(gateway.key.id());
        assertThat(stand.problems()).contains("AUDIT_KEY_CHANGED");
        assertThat(stand.verdict(null, null)).isEqualTo(new Faulty(Fault.UNACCEPTED_KEY, 40, 0));
        assertThat(accept("0".repeat(32))).isEqualTo(AuditKeys.Acceptance.UNKNOWN);

        assertThat(accept(gateway.key.id())).isEqualTo(AuditKeys.Acceptance.ACCEPTED);

        stand.awaitVerified(69);
        assertThat(accept(gateway.key.id())).isEqualTo(AuditKeys.Acceptance.BEFORE);
        assertThat(stand.state().has("unaccepted")).isFalse();
        assertThat(stand.state().path("keys").path(1).path("acceptedBy").asText())
                .isEqualTo("somebody");
        assertThat(stand.state().path("keys").path(1).path("reason").asText()).isEqualTo("the site said so");
        assertThat(stand.problems()).doesNotContain("AUDIT_KEY_CHANGED");
        assertThat(stand.verdict(null, null)).isEqualTo(new Sound(1, 69, 69, 3, IntervalSet.EMPTY));
    }

    private AuditKeys.Acceptance accept(String key) {
        return core.auditKeys().accept(gateway.id, key, "somebody", "the site said so");
    }

    @Test
    void a_checkpoint_signed_by_nobody_known_proves_nothing() {
        core.intake().accept(gateway.all());

        Awaitility.await()
                .atMost(AuditStand.PATIENCE)
                .until(() -> stand.checked().has("mismatch"));

        assertThat(stand.state().path("mismatch").path("fault").asText()).isEqualTo("WRONG_KEY");
        assertThat(stand.state().path("verifiedUpTo").asLong()).isZero();
    }

    @Test
    void checkpoints_are_no_events_to_be_read() {
        core.intake().accept(gateway.all());

        assertThat(events()).isEqualTo(67);
    }

    private long events() {
        return core.jdbi()
                .withHandle(handle -> handle.createQuery("select count(*) from event where gateway = ?")
                        .bind(0, gateway.id.value())
                        .mapTo(Long.class)
                        .one());
    }

    private byte[] stretch() {
        return core.jdbi()
                .withHandle(handle -> handle.createQuery("select records from audit_stretch where gateway = ?")
                        .bind(0, gateway.id.value())
                        .mapTo(byte[].class)
                        .one());
    }

    private void store(byte[] records) {
        core.jdbi()
                .useHandle(handle -> handle.execute(
                        "update audit_stretch set records = ? where gateway = ?", records, gateway.id.value()));
    }
}
