package io.gatehouse.fleet.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.core.FleetCore;
import io.gatehouse.fleet.core.TestCore;
import io.gatehouse.protocol.IntervalSet;
import io.gatehouse.protocol.audit.AuditKey;
import io.gatehouse.protocol.audit.AuditVerdict;
import io.gatehouse.protocol.audit.AuditVerdict.Faulty;
import io.gatehouse.protocol.audit.AuditVerdict.Sound;
import io.gatehouse.protocol.audit.ExportVerifier;
import io.gatehouse.protocol.audit.Fault;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
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

    private void tellKey() {
        core.auditKeys().told(gateway.id, gateway.key.text());
    }

    @Test
    void what_was_signed_is_verified_as_it_comes() {
        tellKey();

        core.intake().accept(gateway.all());

        awaitVerified(69);
        // and once over all of it again
        for (int again = 0; again < 12; again++) {
            assertThat(checked().has("mismatch")).isFalse();
        }
        assertThat(state().path("signedUpTo").asLong()).isEqualTo(69);
        assertThat(state().path("key").asText()).isEqualTo(gateway.key.id());
        assertThat(state().has("mismatch")).isFalse();
        assertThat(verdict(null, null)).isEqualTo(new Sound(1, 69, 69, 3, IntervalSet.EMPTY));
    }

    @Test
    void any_order_of_arrival_is_proven_and_an_export_ends_where_something_is_still_on_its_way() {
        tellKey();

        core.intake().accept(gateway.batch(45, gateway.newest()));
        core.intake().accept(gateway.batch(1, 42));
        assertThat(verdict(null, null)).isEqualTo(new Sound(1, 40, 40, 1, IntervalSet.EMPTY));
        core.intake().accept(gateway.batch(30, 60));

        awaitVerified(69);
        assertThat(verdict(null, null)).isEqualTo(new Sound(1, 69, 69, 3, IntervalSet.EMPTY));
    }

    @Test
    void a_span_is_widened_to_its_checkpoints() {
        tellKey();
        core.intake().accept(gateway.all());

        AuditVerdict late = verdict(Instant.ofEpochMilli(SigningGateway.TIME + 45_000), null);
        AuditVerdict early = verdict(null, Instant.ofEpochMilli(SigningGateway.TIME + 45_000));

        assertThat(late).isEqualTo(new Sound(41, 69, 29, 2, IntervalSet.EMPTY));
        assertThat(early).isEqualTo(new Sound(1, 48, 48, 2, IntervalSet.EMPTY));
    }

    @Test
    void a_changed_byte_becomes_a_problem_and_goes_when_the_record_is_right_again() {
        tellKey();
        core.intake().accept(gateway.all());
        awaitVerified(69);
        byte[] right = stretch();
        List<byte[]> records = new ArrayList<>(Packed.unpack(right, 1_000));
        records.get(44)[20] ^= 1;

        store(Packed.pack(records));
        Awaitility.await().until(() -> checked().has("mismatch"));

        assertThat(state().path("mismatch").path("fault").asText()).isEqualTo("EDITED");
        assertThat(state().path("mismatch").path("seq").asLong()).isEqualTo(45);
        assertThat(state().path("verifiedUpTo").asLong()).isEqualTo(44);
        assertThat(problems()).contains("AUDIT_CHAIN_BROKEN");
        assertThat(verdict(null, null)).isEqualTo(new Faulty(Fault.EDITED, 45, 44));

        store(right);
        Awaitility.await().until(() -> !checked().has("mismatch"));
        assertThat(problems()).doesNotContain("AUDIT_CHAIN_BROKEN");
        assertThat(state().path("verifiedUpTo").asLong()).isEqualTo(69);
    }

    @Test
    void an_event_that_is_shown_otherwise_than_its_record_says_becomes_a_problem_too() {
        tellKey();
        core.intake().accept(gateway.all());
        awaitVerified(69);

        set("type", "DoorClosed", 43);
        Awaitility.await().until(() -> checked().has("mismatch"));
        assertThat(state().path("mismatch").path("fault").asText()).isEqualTo("SHOWN_OTHERWISE");
        assertThat(state().path("mismatch").path("seq").asLong()).isEqualTo(43);
        assertThat(verdict(null, null)).isInstanceOf(Sound.class);

        set("type", "DoorOpened", 43);
        Awaitility.await().until(() -> !checked().has("mismatch"));
        set("person", "somebody", 2);
        Awaitility.await().until(() -> checked().has("mismatch"));
        assertThat(state().path("mismatch").path("seq").asLong()).isEqualTo(2);
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
        tellKey();
        core.intake().accept(gateway.all());
        awaitVerified(69);

        store(Packed.pack(Packed.unpack(stretch(), 1_000).subList(0, 60)));
        core.jdbi()
                .useHandle(handle -> handle.execute(
                        "delete from audit_checkpoint where gateway = ? and seq > 48", gateway.id.value()));
        Awaitility.await().until(() -> checked().has("mismatch"));

        assertThat(verdict(null, null)).isEqualTo(new Faulty(Fault.TRUNCATED, 49, 48));
        assertThat(state().path("mismatch").path("seq").asLong()).isEqualTo(49);
    }

    @Test
    void any_record_that_is_changed_or_taken_away_in_the_database_is_named_by_the_export() {
        tellKey();
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

            AuditVerdict verdict = verdict(null, null);

            assertThat(verdict).as("trial %s", trial).isInstanceOf(Faulty.class);
            assertThat(((Faulty) verdict).seq())
                    .as("trial %s: %s", trial, verdict)
                    .isEqualTo(at + 1);
        }
        store(right);
    }

    @Test
    void a_gateway_that_signs_with_another_key_is_told_and_the_first_key_stays_first() {
        tellKey();
        AuditKey other = AuditKey.of(SigningGateway.newKeys().getPublic());

        core.auditKeys().told(gateway.id, other.text());
        core.auditKeys().told(gateway.id, "no key");
        core.intake().accept(gateway.all());

        assertThat(problems()).contains("AUDIT_KEY_CHANGED");
        assertThat(state().path("keys").findValuesAsText("id")).containsExactly(gateway.key.id(), other.id());
        long noted = core.jdbi()
                .withHandle(handle -> handle.createQuery(
                                "select count(*) from audit where action = 'auditKeyChanged' and target = ?")
                        .bind(0, "gateway " + gateway.id)
                        .mapTo(Long.class)
                        .one());
        assertThat(noted).isEqualTo(1);
    }

    @Test
    void a_checkpoint_signed_by_nobody_known_proves_nothing() {
        core.intake().accept(gateway.all());

        Awaitility.await().until(() -> checked().has("mismatch"));

        assertThat(state().path("mismatch").path("fault").asText()).isEqualTo("WRONG_KEY");
        assertThat(state().path("verifiedUpTo").asLong()).isZero();
    }

    @Test
    void checkpoints_are_no_events_to_be_read() {
        core.intake().accept(gateway.all());

        long events = core.jdbi()
                .withHandle(handle -> handle.createQuery("select count(*) from event where gateway = ?")
                        .bind(0, gateway.id.value())
                        .mapTo(Long.class)
                        .one());

        assertThat(events).isEqualTo(67);
    }

    private void awaitVerified(long seq) {
        Awaitility.await().until(() -> checked().path("verifiedUpTo").asLong() == seq);
    }

    /** The chores come every two seconds; a test need not wait for them. */
    private ObjectNode checked() {
        core.chainCheck().run();
        return state();
    }

    private ObjectNode state() {
        return core.auditBoard().list().stream()
                .filter(item -> item.path("gateway").asText().equals(gateway.id.value()))
                .findFirst()
                .orElseThrow();
    }

    private List<String> problems() {
        List<String> kinds = new ArrayList<>();
        core.overview().now().path("attention").forEach(item -> {
            if (item.path("gateway").asText().equals(gateway.id.value())) {
                kinds.add(item.path("kind").asText());
            }
        });
        return kinds;
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

    private AuditVerdict verdict(@Nullable Instant from, @Nullable Instant to) {
        ExportVerifier verifier = new ExportVerifier(null);
        new AuditExport(core.jdbi(), Clock.systemUTC())
                .export(new AuditExport.Span(null, gateway.id.value(), from, to), line -> {
                    verifier.line(line.toString());
                    return true;
                });
        List<ExportVerifier.Result> results = verifier.finish();
        assertThat(results).hasSize(1);
        return results.get(0).verdict();
    }
}
