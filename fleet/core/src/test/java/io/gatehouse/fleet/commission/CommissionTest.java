package io.gatehouse.fleet.commission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.core.FleetCore;
import io.gatehouse.fleet.core.TestCore;
import io.gatehouse.fleet.enrol.Claimed;
import io.gatehouse.fleet.enrol.Claiming;
import io.gatehouse.fleet.enrol.Enrolled;
import io.gatehouse.fleet.enrol.Swapped;
import io.gatehouse.fleet.enrol.Swaps;
import io.gatehouse.fleet.registry.EstateDocument;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.identity.ShortCode;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.EventClass;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.TimeQuality;
import io.gatehouse.protocol.device.Envelope;
import io.gatehouse.protocol.profile.ProfileReading;
import io.gatehouse.protocol.profile.Profiles;
import io.gatehouse.protocol.sitebook.DeviceKind;
import io.gatehouse.protocol.sitebook.SignedSiteBook;
import io.gatehouse.protocol.sitebook.SiteBook;
import io.gatehouse.protocol.uplink.SiteEvent;
import io.gatehouse.protocol.uplink.UplinkBatch;
import java.nio.charset.StandardCharsets;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A position keeps what is said of it; the boxes in it come, are checked, and go. */
class CommissionTest {

    private static final byte[] PHOTO = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9};

    private final FleetCore core = TestCore.core();
    private final GatewayId gateway = TestCore.newGateway();
    private final SiteId site = TestCore.siteOf(gateway);
    private final Commission commission = core.commission();
    private final LogId log = TestCore.newLog();
    private long seq;

    private static String request() {
        return Surroundings.ofSystem().ids().next();
    }

    private ShortCode code(DeviceKind kind) {
        return core.labels().make(1, kind, site, "office").get(0).code();
    }

    private DeviceId claimed(DeviceKind kind, String name) {
        Claimed outcome = core.labels()
                .claim(code(kind), new Claiming(site, null, name, "Tower 1", "2F", "East door"), "li", request());
        return ((Claimed.Done) outcome).device();
    }

    private void tells(DeviceId device, String type, Instant at) {
        seq++;
        SiteEvent event = SiteEvent.ofDevice(
                EventClass.EVIDENCE,
                type,
                device,
                new Envelope("boot", seq, at, false),
                new SiteEvent.Stamp(at.toEpochMilli(), TimeQuality.SYNCED),
                Json.object().put("type", type).put("firmware", "2.4.1"));
        core.intake().accept(new UplinkBatch(gateway, Lane.EVIDENCE, log, seq, 1, seq, true, List.of(event.toBytes())));
    }

    private JsonNode line(DeviceId device, String check) {
        for (JsonNode one :
                commission.checklist().look(site, device).orElseThrow().path("checks")) {
            if (one.path("key").asText().equals(check)) {
                return one;
            }
        }
        throw new AssertionError("no check " + check);
    }

    private void begin(DeviceId device, String check, String request, @Nullable Instant started) {
        commission.checklist().begin(new Checklist.Begin(site, device, check, request, started, null), "li");
    }

    private void say(DeviceId device, String check, @Nullable Boolean seen, @Nullable String reason) {
        commission.checklist().say(new Checklist.Said(site, device, check, request(), seen, reason), "li");
    }

    private Optional<Boolean> opensFor(DeviceId reader) {
        core.siteBooks().compile(gateway);
        SiteBook book = SignedSiteBook.read(core.siteBooks().signed(gateway).orElseThrow())
                .then(signed -> signed.open(core.keys().verifying()))
                .fold(found -> found, refusal -> {
                    throw new AssertionError(refusal);
                });
        return book.accessPoints().stream()
                .filter(point -> point.reader().equals(reader))
                .map(SiteBook.AccessPoint::enabled)
                .findFirst();
    }

    private void pass(DeviceId device, String... checks) {
        core.jdbi().useHandle(handle -> {
            for (String check : checks) {
                handle.execute(
                        "insert into check_result (site, device, round, check_key, started, outcome, by, decided)"
                                + " values (?, ?, 1, ?, now(), 'PASSED', 'li', now())",
                        site.value(),
                        device.value(),
                        check);
            }
        });
    }

    private String service(DeviceId device) {
        return commission
                .positions()
                .find(site, device)
                .orElseThrow()
                .path("service")
                .asText();
    }

    @Test
    void a_check_sees_what_the_gateway_saw_in_its_time_and_nothing_else() {
        DeviceId sensor = claimed(DeviceKind.DOOR_SENSOR, "Contact");
        Instant start = Instant.now();
        tells(sensor, "DoorOpened", start.minusSeconds(30));
        begin(sensor, "door", request(), null);

        assertThat(line(sensor, "door").path("outcome").asText()).isEqualTo("RUNNING");

        tells(sensor, "DoorOpened", Instant.now());
        tells(sensor, "DoorClosed", Instant.now());

        assertThat(line(sensor, "door").path("outcome").asText()).isEqualTo("PASSED");
        assertThat(line(sensor, "door").at("/seen/events")).hasSize(2);
        assertThat(line(sensor, "tamper").path("outcome").asText()).isEqualTo("OPEN");
    }

    @Test
    void a_contact_that_is_wired_wrongly_fails_with_its_likely_cause_in_both_languages() {
        DeviceId sensor = claimed(DeviceKind.DOOR_SENSOR, "Contact");
        begin(sensor, "door", request(), null);
        tells(sensor, "DoorClosed", Instant.now());
        tells(sensor, "DoorOpened", Instant.now());

        JsonNode line = line(sensor, "door");

        assertThat(line.path("outcome").asText()).isEqualTo("FAILED");
        assertThat(line.path("finding").asText()).isEqualTo("REVERSED");
        assertThat(line.at("/cause/key").asText()).isEqualTo("contact-reversed");
        assertThat(line.at("/cause/text/zh").asText()).contains("接反");
        assertThat(line.at("/cause/text/en").asText()).contains("NO instead of NC");
    }

    @Test
    void what_a_phone_did_without_a_network_is_judged_by_what_was_seen_then_and_done_once() {
        DeviceId sensor = claimed(DeviceKind.DOOR_SENSOR, "Contact");
        Instant then = Instant.now().minusSeconds(600);
        tells(sensor, "DoorOpened", then.plusSeconds(3));
        tells(sensor, "DoorClosed", then.plusSeconds(6));
        core.jdbi()
                .useHandle(handle -> handle.execute(
                        "update event set fleet_time = now() where site = ? and device = ?",
                        site.value(),
                        sensor.value()));
        String request = request();

        begin(sensor, "door", request, then);
        String first = line(sensor, "door").path("decided").asText();
        begin(sensor, "door", request, then);

        assertThat(line(sensor, "door").path("outcome").asText()).isEqualTo("PASSED");
        assertThat(line(sensor, "door").path("decided").asText())
                .isEqualTo(first)
                .isNotEmpty();
    }

    @Test
    void a_reader_opens_for_nobody_until_everything_that_must_pass_has_passed_and_somebody_has_signed()
            throws Exception {
        DeviceId reader = claimed(DeviceKind.READER, "Entry reader");
        core.estates().merge(site, EstateDocument.read(Json.read("""
                                {"doors":[{"id":"d","name":"D","mode":"LOCKED","releaseMillis":3000,"openSeconds":20}],
                                 "accessPoints":[{"id":"p","door":"d","direction":"IN","reader":"%s"}]}
                                """.formatted(reader))));
        assertThat(service(reader)).isEqualTo("TO_COMMISSION");
        assertThat(opensFor(reader)).contains(false);

        ObjectNode bad = commission
                .records()
                .sign(site, reader, request(), "li", "as it is")
                .orElseThrow();
        assertThat(bad.at("/record/verdict").asText()).isEqualTo("OUT_OF_SERVICE");
        assertThat(bad.at("/record/missing")).isNotEmpty();
        assertThat(opensFor(reader)).contains(false);

        pass(reader, "power", "link", "identify", "read-test", "door", "unlock");
        say(reader, "tamper", null, "no switch");
        String request = request();
        assertThat(commission.records().sign(site, reader, request, "li", null)).isPresent();
        ObjectNode good =
                commission.records().sign(site, reader, request, "li", null).orElseThrow();

        assertThat(good.at("/record/verdict").asText()).isEqualTo("IN_SERVICE");
        assertThat(opensFor(reader)).contains(true);
        assertThat(commission.records().of(site, reader)).hasSize(2);
        assertThat(isGenuine(good.path("proof"))).isTrue();
        ObjectNode changed = good.path("proof").deepCopy();
        assertThat(isGenuine(changed.put(
                        "content", Base64.getEncoder().encodeToString("{}".getBytes(StandardCharsets.UTF_8)))))
                .isFalse();
    }

    private boolean isGenuine(JsonNode proof) throws Exception {
        Signature signature = Signature.getInstance("Ed25519");
        signature.initVerify(core.keys().verifying());
        signature.update(proof.path("title").asText().getBytes(StandardCharsets.UTF_8));
        signature.update(Base64.getDecoder().decode(proof.path("content").asText()));
        return signature.verify(
                Base64.getDecoder().decode(proof.path("signature").asText()));
    }

    @Test
    void another_box_in_the_same_position_keeps_the_name_and_is_checked_anew_while_the_old_one_proves_nothing() {
        DeviceId reader = claimed(DeviceKind.READER, "Entry reader");
        pass(reader, "power");
        String token = core.enrolments()
                .offer(io.gatehouse.fleet.enrol.Holder.of(site, reader), "li")
                .orElseThrow()
                .text();
        ShortCode fresh = code(DeviceKind.READER);
        String request = request();
        Swaps.Wish wish = new Swaps.Wish(site, reader, request, null, fresh, "it was broken");

        Swapped first = core.swaps().swap(wish, "li");
        Swapped again = core.swaps().swap(wish, "li");
        Swapped another = core.swaps().swap(wish, "chen");

        assertThat(first).isInstanceOf(Swapped.Done.class);
        assertThat(again).isInstanceOf(Swapped.Done.class);
        assertThat(another).isInstanceOf(Swapped.NotThisBox.class);
        JsonNode position = commission.positions().find(site, reader).orElseThrow();
        assertThat(position.path("name").asText()).isEqualTo("Entry reader");
        assertThat(position.path("service").asText()).isEqualTo("TO_COMMISSION");
        assertThat(position.path("boxes")).hasSize(2);
        assertThat(position.at("/boxes/1/reason").asText()).isEqualTo("it was broken");
        assertThat(position.at("/checks/passed").asInt()).isZero();
        assertThat(core.enrolments().drawSecret(token)).isInstanceOf(Enrolled.Refused.class);
        assertThat(core.enrolments().drawSecret(((Swapped.Done) again).token().text()))
                .isInstanceOf(Enrolled.Secret.class);
    }

    @Test
    void a_swap_at_the_wrong_door_or_with_the_wrong_box_changes_nothing() {
        DeviceId one = claimed(DeviceKind.READER, "One");
        ShortCode otherLabel = code(DeviceKind.READER);
        core.labels().claim(otherLabel, new Claiming(site, null, "Other", null, null, null), "li");

        assertThat(core.swaps()
                        .swap(new Swaps.Wish(site, one, request(), otherLabel, code(DeviceKind.READER), "x"), "li"))
                .isInstanceOf(Swapped.OtherBox.class);
        assertThat(core.swaps().swap(new Swaps.Wish(site, one, request(), null, code(DeviceKind.CAMERA), "x"), "li"))
                .isInstanceOf(Swapped.OtherKind.class);
        assertThat(core.swaps().swap(new Swaps.Wish(site, one, request(), null, otherLabel, "x"), "li"))
                .isInstanceOf(Swapped.NotThisBox.class);
        assertThat(commission.positions().find(site, one).orElseThrow().path("boxes"))
                .hasSize(1);
    }

    @Test
    void a_claim_whose_answer_was_lost_is_answered_again_and_only_to_whoever_made_it() {
        ShortCode code = code(DeviceKind.READER);
        Claiming wish = new Claiming(site, null, "Reader", null, null, null);
        String request = request();

        assertThat(core.labels().claim(code, wish, "li", request)).isInstanceOf(Claimed.Done.class);
        assertThat(core.labels().claim(code, wish, "li", request)).isInstanceOf(Claimed.Done.class);
        assertThat(core.labels().claim(code, wish, "chen", request)).isInstanceOf(Claimed.Already.class);
        assertThat(core.labels().claim(code, wish, "li", request())).isInstanceOf(Claimed.Already.class);
    }

    @Test
    void a_planned_position_waits_for_a_box_of_its_kind_and_a_site_shows_how_ready_it_is() {
        DeviceId planned = new DeviceId("gate-3-entry");
        PositionForm form =
                new PositionForm("Gate 3, lane 1, entry reader", DeviceKind.READER, "Gate 3", "1F", null, null);
        assertThat(commission.positions().put(site, planned, form)).isEqualTo(Positions.Said.MADE);
        assertThat(commission.positions().put(site, planned, form)).isEqualTo(Positions.Said.CHANGED);
        assertThat(commission.positions().put(site, new DeviceId("other"), form))
                .isEqualTo(Positions.Said.NAME_TAKEN);
        assertThat(service(planned)).isEqualTo("PLANNED");
        assertThat(commission.records().sign(site, planned, request(), "li", null))
                .isEmpty();

        core.labels().claim(code(DeviceKind.READER), new Claiming(site, planned.value(), null, null, null, null), "li");

        ObjectNode ready = commission.readiness().of(site);
        assertThat(ready.path("total").asInt()).isEqualTo(1);
        assertThat(ready.path("toCommission").asInt()).isEqualTo(1);
        assertThat(ready.at("/areas/0/building").asText()).isEqualTo("Gate 3");
        assertThat(commission
                        .positions()
                        .find(site, planned)
                        .orElseThrow()
                        .path("name")
                        .asText())
                .isEqualTo("Gate 3, lane 1, entry reader");
        assertThat(core.swaps().takeOut(site, planned, "li", "the lane is closed"))
                .isTrue();
        assertThat(service(planned)).isEqualTo("PLANNED");
    }

    @Test
    void a_photo_that_is_sent_twice_is_kept_once_and_what_is_no_image_is_not_kept() {
        DeviceId reader = claimed(DeviceKind.READER, "Reader");
        Photos.Photo photo = new Photos.Photo(request(), null, "image/jpeg", PHOTO, Instant.now());

        assertThat(commission.photos().add(site, reader, photo, "li")).isEqualTo(Photos.Kept.YES);
        assertThat(commission.photos().add(site, reader, photo, "li")).isEqualTo(Photos.Kept.YES);

        assertThat(commission.photos().list(site, reader)).hasSize(1);
        assertThat(commission
                        .photos()
                        .image(site, reader, photo.id())
                        .orElseThrow()
                        .bytes())
                .isEqualTo(PHOTO);
        byte[] page = "<html><script>".getBytes(StandardCharsets.UTF_8);
        assertThat(commission
                        .photos()
                        .add(site, reader, new Photos.Photo(request(), null, "image/png", page, Instant.now()), "li"))
                .isEqualTo(Photos.Kept.NO_IMAGE);
    }

    @Test
    void a_profile_that_was_brought_is_in_force_and_one_that_would_change_what_a_device_is_is_refused() {
        String dome = Profiles.shippedText("camera").orElseThrow().replace("key: camera", "key: dome-camera");

        ProfileReading taken = commission.profiles().put("dome-camera", dome, "admin");

        assertThat(taken).isInstanceOf(ProfileReading.Good.class);
        assertThat(commission.profiles().inForce().find("dome-camera")).isPresent();
        assertThat(commission
                        .profiles()
                        .find("dome-camera")
                        .orElseThrow()
                        .path("source")
                        .asText())
                .isEqualTo("BROUGHT");
        assertThat(commission.profiles().put("dome-camera", dome.replace("kind: CAMERA", "kind: READER"), "admin"))
                .isInstanceOf(ProfileReading.Bad.class);
        assertThat(commission.profiles().put("other", dome, "admin")).isInstanceOf(ProfileReading.Bad.class);
        assertThat(commission.profiles().delete("dome-camera")).isTrue();
        assertThat(commission.profiles().delete("camera")).isFalse();
    }
}
