package io.gatehouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plans of floors and notes of devices from the shell. */
class FloorCommandsTest {

    @TempDir
    Path folder;

    private final ScriptedFleet fleet;
    private Shell shell;

    FloorCommandsTest() throws IOException {
        fleet = new ScriptedFleet();
        shell = new Shell(Path.of(""));
    }

    @BeforeEach
    void sign_in() {
        shell = new Shell(folder).at(fleet);
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    @Test
    void a_plan_is_made_with_its_picture_and_what_became_of_it_is_said() throws IOException {
        Path picture = Files.writeString(folder.resolve("1f.svg"), "<svg/>");
        fleet.on("PUT /sites/garden/plans/t1-1f", 200, "{}");
        fleet.on(
                "PUT /sites/garden/plans/t1-1f/picture",
                200,
                "{\"picture\":{\"width\":1200,\"height\":800},\"removed\":2,\"otherShape\":true}");

        assertThat(shell.run(
                        "plans",
                        "upload",
                        "garden/t1-1f",
                        picture.toString(),
                        "--name",
                        "大堂 1F",
                        "--building",
                        "Tower 1"))
                .isZero();

        assertThat(shell.out()).contains("1,200 x 800".replace(",", ""), "2 parts", "check the places");
        assertThat(fleet.only("PUT /sites/garden/plans/t1-1f").body()).contains("大堂 1F", "Tower 1");
        assertThat(fleet.only("PUT /sites/garden/plans/t1-1f/picture").body()).contains("PHN2Zy8+");
    }

    @Test
    void a_place_is_said_in_percent_and_kept_as_a_part() {
        fleet.on("PUT /sites/garden/plans/t1-1f/places/checkpoints/c-1", 204, "");

        assertThat(shell.run("plans", "place", "garden/t1-1f", "c-1", "--x", "25", "--y", "50", "--checkpoint"))
                .isZero();

        assertThat(fleet.only("PUT /sites/garden/plans/t1-1f/places/checkpoints/c-1")
                        .body())
                .contains("\"x\":0.25", "\"y\":0.5");
    }

    @Test
    void what_stands_on_a_plan_is_listed_with_how_it_is() {
        fleet.on("GET /sites/garden/plans/t1-1f/places", 200, """
                {"items":[{"kind":"DEVICE","id":"gate-1","name":"东门","x":0.5,"y":0.25,"gone":false,
                 "device":{"presence":"OFFLINE","since":"2026-11-26T14:03:00.000Z"},
                  "alarms":{"count":2,"severity":"CRITICAL","id":7}},
                 {"kind":"DEVICE","id":"gate-9","name":"gate-9","x":0.1,"y":0.1,"gone":true}],"waiting":[]}""");

        assertThat(shell.run("plans", "show", "garden/t1-1f")).isZero();

        assertThat(shell.out()).contains("东门", "2026-11-26 22:03:00", "2 critical", "no longer there");
    }

    @Test
    void an_overdue_checkpoint_ends_with_one_in_either_language() {
        fleet.on("GET /sites/garden/patrol-visits", 200, """
                {"items":[{"checkpoint":"c-1","name":"泵房","state":"OVERDUE","at":"2026-11-26T14:03:00.000Z",
                 "officers":[{"id":"g-1","name":"张三"}]}]}""");

        assertThat(shell.run("plans", "visits", "garden")).isEqualTo(ExitCodes.REFUSED);
        assertThat(shell.out()).contains("Overdue", "张三");
        assertThat(shell.in(Locale.CHINESE).run("plans", "visits", "garden")).isEqualTo(ExitCodes.REFUSED);
        assertThat(shell.out()).contains("超期");
    }

    @Test
    void a_note_with_a_photo_is_added_and_listed() throws IOException {
        Path photo = Files.write(folder.resolve("p.jpg"), new byte[] {1, 2, 3});
        fleet.on("POST /sites/garden/devices/gate-1/notes", 201, "{\"id\":\"n-1\"}");
        fleet.on(
                "GET /sites/garden/devices/gate-1/notes?limit=500",
                200,
                "{\"items\":[{\"id\":\"n-1\",\"by\":\"li\",\"text\":\"Cracked cover\",\"photo\":{\"width\":8,\"height\":6}},"
                        + "{\"id\":\"n-2\",\"by\":\"li\",\"text\":\"Old\",\"photoGone\":\"2026-11-26T14:03:00.000Z\"}]}");

        assertThat(shell.run("notes", "add", "garden/gate-1", "--text", "Cracked cover", "--photo", photo.toString()))
                .isZero();
        assertThat(fleet.only("POST /sites/garden/devices/gate-1/notes").body()).contains("AQID", "Cracked cover");
        assertThat(shell.run("notes", "list", "garden/gate-1")).isZero();
        assertThat(shell.out()).contains("Cracked cover", "8x6", "deleted 2026-11-26 22:03:00");
    }
}
