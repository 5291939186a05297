package io.gatehouse.fleet.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.commission.PositionForm;
import io.gatehouse.fleet.core.FleetCore;
import io.gatehouse.fleet.core.TestCore;
import io.gatehouse.fleet.note.DeviceNotes;
import io.gatehouse.fleet.picture.Picture;
import io.gatehouse.fleet.picture.Pictures;
import io.gatehouse.fleet.picture.Taken;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.sitebook.DeviceKind;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Plans, places and notes in a real database. */
class FloorPlansTest {

    private static final Clock CLOCK = Surroundings.ofSystem().clock();
    private static final DeviceId GATE = new DeviceId("gate-1");

    private final FleetCore core = TestCore.core();
    private final FloorPlans plans = new FloorPlans(core.jdbi(), core.keys(), CLOCK);
    private final PlanPlaces places = new PlanPlaces(core.jdbi(), core.deviceBoard(), CLOCK);
    private final DeviceNotes notes = new DeviceNotes(core.jdbi(), core.keys(), CLOCK);
    private SiteId site = new SiteId("none");

    @BeforeEach
    void estate() {
        site = TestCore.siteOf(TestCore.newGateway());
        core.commission()
                .positions()
                .put(site, GATE, new PositionForm("东门", DeviceKind.TURNSTILE, "Tower 1", "1F", null, null));
        core.commission()
                .positions()
                .put(
                        site,
                        new DeviceId("gate-2"),
                        new PositionForm("Back gate", DeviceKind.TURNSTILE, "Tower 2", "1F", null, null));
        assertThat(plans.put(site, "t1", new PlanForm("Tower 1, 1F", null, "Tower 1", "1F", 0)))
                .isEqualTo(FloorPlans.Put.DONE);
    }

    private static Picture drawing(int width, int height) {
        String text = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + width + " " + height + "\"/>";
        return ((Taken.Clean) Pictures.plan(text.getBytes(StandardCharsets.UTF_8))).picture();
    }

    private PlanPlaces.Placed place(String plan, String thing) {
        return places.put(site, plan, new PlanPlaces.Place(PlaceKind.DEVICE, thing, 0.25, 0.75), "li");
    }

    private ObjectNode look() {
        return places.look(site, "t1").orElseThrow();
    }

    @Test
    void another_picture_loses_no_place() {
        assertThat(plans.draw(site, "t1", drawing(2000, 1000), "li")).isEqualTo(FloorPlans.Drawn.DONE);
        assertThat(place("t1", "gate-1")).isEqualTo(PlanPlaces.Placed.DONE);

        assertThat(plans.draw(site, "t1", drawing(4000, 3000), "wang")).isEqualTo(FloorPlans.Drawn.DONE);

        JsonNode item = look().at("/items/0");
        assertThat(item.path("x").asDouble()).isEqualTo(0.25);
        assertThat(item.path("y").asDouble()).isEqualTo(0.75);
        assertThat(item.at("/device/presence").asText()).isEqualTo("NEVER_SEEN");
        JsonNode plan = plans.find(site, "t1").orElseThrow();
        assertThat(plan.at("/picture/height").asInt()).isEqualTo(3000);
        assertThat(plan.at("/picture/by").asText()).isEqualTo("wang");
        assertThat(plan.path("places").asInt()).isEqualTo(1);
    }

    @Test
    void a_picture_cannot_be_read_in_the_database() {
        plans.draw(site, "t1", drawing(2000, 1000), "li");

        byte[] kept = core.jdbi()
                .withHandle(handle -> handle.createQuery("select sealed from floor_plan where site = ?")
                        .bind(0, site.value())
                        .mapTo(byte[].class)
                        .one());

        assertThat(new String(kept, StandardCharsets.ISO_8859_1)).doesNotContain("svg");
        assertThat(new String(plans.picture(site, "t1").orElseThrow().bytes(), StandardCharsets.UTF_8))
                .contains("<svg");
    }

    @Test
    void what_has_no_place_yet_is_offered_and_what_belongs_to_the_floor_first() {
        assertThat(look().path("waiting"))
                .extracting(one -> one.path("id").asText())
                .containsExactly("gate-1", "gate-2");
        assertThat(look().at("/waiting/0/here").asBoolean()).isTrue();

        place("t1", "gate-1");

        assertThat(look().path("waiting"))
                .extracting(one -> one.path("id").asText())
                .containsExactly("gate-2");
        assertThat(places.takeOff(site, "t1", PlaceKind.DEVICE, "gate-1")).isTrue();
        assertThat(places.takeOff(site, "t1", PlaceKind.DEVICE, "gate-1")).isFalse();
    }

    @Test
    void nothing_stands_where_there_is_no_plan_and_nobody_stands_who_is_not_there() {
        assertThat(place("nowhere", "gate-1")).isEqualTo(PlanPlaces.Placed.NO_PLAN);
        assertThat(place("t1", "ghost")).isEqualTo(PlanPlaces.Placed.NO_THING);
        assertThat(plans.put(site, "t2", new PlanForm("Two", "no-such-area", null, null, 0)))
                .isEqualTo(FloorPlans.Put.NO_AREA);
        assertThat(plans.draw(site, "t2", drawing(9, 9), "li")).isEqualTo(FloorPlans.Drawn.NO_PLAN);
    }

    @Test
    void the_pictures_of_a_site_take_no_more_room_than_there_is() {
        core.jdbi()
                .useHandle(handle -> handle.execute(
                        "insert into floor_plan (site, id, name, size) values (?, 'big', 'Big', ?)",
                        site.value(),
                        FloorPlans.MOST_BYTES_OF_SITE));

        assertThat(plans.draw(site, "t1", drawing(9, 9), "li")).isEqualTo(FloorPlans.Drawn.NO_ROOM);
    }

    @Test
    void a_plan_that_is_deleted_takes_its_places_along() {
        place("t1", "gate-1");

        assertThat(plans.delete(site, "t1")).isTrue();

        assertThat(plans.delete(site, "t1")).isFalse();
        assertThat(places.look(site, "t1")).isEmpty();
    }

    @Test
    void a_pin_says_what_somebody_has_to_look_at_and_not_what_follows_from_something_else() {
        place("t1", "gate-1");
        place("t1", "gate-2");
        long held = alarm("WARNING", "{" + site.value() + "/gate-1}", null);
        long forced = alarm("CRITICAL", "{" + site.value() + "/gate-1}", null);
        alarm("CRITICAL", "{" + site.value() + "/gate-2}", held);
        alarm("CRITICAL", "{elsewhere/gate-2}", null);

        ObjectNode seen = look();

        assertThat(seen.at("/items/0/alarms/count").asInt()).isEqualTo(2);
        assertThat(seen.at("/items/0/alarms/severity").asText()).isEqualTo("CRITICAL");
        assertThat(seen.at("/items/0/alarms/id").asLong()).isEqualTo(forced);
        assertThat(seen.at("/items/1").has("alarms")).isFalse();
    }

    private long alarm(String severity, String affected, @Nullable Long masked) {
        return core.jdbi().withHandle(handle -> handle.createQuery("""
                        insert into alarm (key, kind, severity, site, words, affected, since, last, count, masked_by)
                        values (gen_random_uuid()::text, 'TEST', :severity, :site, '{}', :affected::text[], now(), now(), 1,
                            :masked) returning id
                        """)
                .bind("severity", severity)
                .bind("site", site.value())
                .bind("affected", affected)
                .bind("masked", masked)
                .mapTo(Long.class)
                .one());
    }

    @Test
    void a_photo_whose_time_is_over_goes_and_its_note_says_so() {
        notes.add(site, GATE, new DeviceNotes.Note("request-0000-0002", "盖板裂了", drawing(9, 9)), "li");
        notes.add(site, GATE, new DeviceNotes.Note("request-0000-0003", "修好了", null), "li");

        assertThat(notes.forgetPhotos(Duration.ofDays(1))).isZero();
        assertThat(later(Duration.ofDays(2)).forgetPhotos(Duration.ofDays(1))).isPositive();

        ObjectNode note = notes.find(site, GATE, "request-0000-0002").orElseThrow();
        assertThat(note.path("text").asText()).isEqualTo("盖板裂了");
        assertThat(note.has("photo")).isFalse();
        assertThat(note.has("photoGone")).isTrue();
        assertThat(notes.photo(site, GATE, "request-0000-0002")).isEmpty();
        assertThat(notes.find(site, GATE, "request-0000-0003").orElseThrow().has("photoGone"))
                .isFalse();
    }

    private DeviceNotes later(Duration by) {
        return new DeviceNotes(core.jdbi(), core.keys(), Clock.offset(CLOCK, by));
    }

    @Test
    void a_note_that_is_sent_twice_is_kept_once_and_cannot_be_read_in_the_database() {
        DeviceNotes.Note note = new DeviceNotes.Note("request-0000-0001", "盖板裂了", drawing(9, 9));

        assertThat(notes.add(site, GATE, note, "li")).isEqualTo(DeviceNotes.Kept.YES);
        assertThat(notes.add(site, GATE, note, "li")).isEqualTo(DeviceNotes.Kept.BEFORE);

        List<ObjectNode> all = notes.of(site, GATE, Instant.parse("9999-01-01T00:00:00Z"), 10);
        assertThat(all).hasSize(1);
        assertThat(all.get(0).path("text").asText()).isEqualTo("盖板裂了");
        assertThat(all.get(0).at("/photo/width").asInt()).isEqualTo(1000);
        byte[] words = core.jdbi()
                .withHandle(handle -> handle.createQuery("select words from device_note where site = ?")
                        .bind(0, site.value())
                        .mapTo(byte[].class)
                        .one());
        assertThat(new String(words, StandardCharsets.UTF_8)).doesNotContain("盖板");
        assertThat(notes.delete(site, GATE, note.id())).isTrue();
        assertThat(notes.photo(site, GATE, note.id())).isEmpty();
    }
}
