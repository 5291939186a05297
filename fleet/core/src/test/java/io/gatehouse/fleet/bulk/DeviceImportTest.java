package io.gatehouse.fleet.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.fleet.core.FleetCore;
import io.gatehouse.fleet.core.TestCore;
import io.gatehouse.fleet.enrol.Claiming;
import io.gatehouse.fleet.enrol.Label;
import io.gatehouse.fleet.sheet.Sheet;
import io.gatehouse.fleet.store.Reach;
import io.gatehouse.identity.ShortCode;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.sitebook.DeviceKind;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A list of boxes becomes labels and places; a second time it changes nothing; what is wrong is said row by row. */
class DeviceImportTest {

    private static final DeviceImport.Wish TAKE = new DeviceImport.Wish(false, false, Map.of());
    private static final DeviceImport.Wish TRY = new DeviceImport.Wish(true, false, Map.of());

    private final FleetCore core = TestCore.core();
    private final GatewayId gateway = TestCore.newGateway();
    private final SiteId site = TestCore.siteOf(gateway);
    /** Serial numbers are the installation's, not the site's: each test has its own. */
    private final String own = site.value() + "-";

    private JsonNode take(String csv, DeviceImport.Wish wish) {
        return take(csv.replace("SN", own + "SN").getBytes(StandardCharsets.UTF_8), wish);
    }

    private JsonNode take(byte[] file, DeviceImport.Wish wish) {
        return new DeviceImport(core.jdbi(), core.keys(), Surroundings.ofSystem())
                .take(site, Sheet.read(file).orElseThrow(), wish, "office")
                .report();
    }

    private String errors(JsonNode report) {
        return report.path("errors").findValuesAsText("code").stream().collect(Collectors.joining(" "));
    }

    private String nameOf(String device) {
        return core.deviceBoard()
                .find(site, new DeviceId(device))
                .orElseThrow()
                .path("name")
                .asText();
    }

    @Test
    void a_box_a_row_gets_a_label_and_its_place_and_the_same_list_twice_changes_nothing() {
        String list = "Serial number,Kind,Name,Building,Floor,Device id,Heartbeat seconds\n"
                + "SN1,Reader,East reader,Tower 1,2F,east-reader,30\nSN2,Door sensor,East door,Tower 1,2F,,3600\n"
                + "SN3,CAMERA,,,,,\n";

        JsonNode first = take(list, TAKE);
        JsonNode second = take(list, TAKE);

        assertThat(first.path("newBoxes").asInt()).isEqualTo(3);
        assertThat(first.path("newPlaces").asInt()).isEqualTo(2);
        assertThat(second.path("same").asInt()).isEqualTo(3);
        assertThat(second.path("newBoxes").asInt()
                        + second.path("newPlaces").asInt()
                        + second.path("changed").asInt())
                .isZero();
        assertThat(second.path("codes")).isEqualTo(first.path("codes"));
        assertThat(nameOf("east-reader")).isEqualTo("East reader");
        Label label = core.labels()
                .find(new ShortCode(first.path("codes").path(0).asText()))
                .orElseThrow();
        assertThat(label.serial()).isEqualTo(own + "SN1");
        assertThat(label.device()).isEqualTo("east-reader");
        assertThat(label.claim()).isNull();
        assertThat(new LabelFaces(core.jdbi()).free(site, Reach.all(), 10)).hasSize(3);
    }

    @Test
    void a_dry_run_writes_nothing() {
        JsonNode report = take("serial,kind,name\nSN1,READER,East reader\n", TRY);

        assertThat(report.path("written").asBoolean()).isFalse();
        assertThat(report.path("newBoxes").asInt()).isEqualTo(1);
        assertThat(report.path("codes").isEmpty()).isTrue();
        assertThat(new LabelFaces(core.jdbi()).free(site, Reach.all(), 10)).isEmpty();
    }

    @Test
    void what_is_wrong_is_said_row_by_row_and_keeps_the_whole_list_out_unless_bad_rows_are_skipped() {
        String list = "serial,kind,name,id,heartbeat\n,READER,A,,\nSN1,TOASTER,B,,\nSN2,READER,C,no id,\n"
                + "SN3,READER,D,,fast\n4.1E+11,READER,E,,\nSN6,READER,Same,,\nSN6,READER,Same,,\nSN8,READER,Good,,\n";

        JsonNode refused = take(list, TAKE);
        JsonNode skipped = take(list, new DeviceImport.Wish(false, true, Map.of()));

        assertThat(errors(refused)).isEqualTo("MISSING BAD_KIND BAD_ID BAD_SECONDS BAD_NUMBER SERIAL_TWICE");
        assertThat(refused.path("written").asBoolean()).isFalse();
        assertThat(skipped.path("written").asBoolean()).isTrue();
        assertThat(skipped.path("newBoxes").asInt()).isEqualTo(2);
        assertThat(skipped.path("errors").path(0).path("row").asInt()).isEqualTo(2);
    }

    @Test
    void a_box_of_another_kind_or_another_site_and_a_place_that_is_taken_are_refused() {
        take("serial,kind,name,id\nSN1,READER,East reader,east\nSN2,READER,West reader,west\n", TAKE);
        SiteId other = TestCore.siteOf(TestCore.newGateway());
        new DeviceImport(core.jdbi(), core.keys(), Surroundings.ofSystem())
                .take(
                        other,
                        Sheet.read(("serial,kind\n" + own + "SN9,READER\n").getBytes(StandardCharsets.UTF_8))
                                .orElseThrow(),
                        TAKE,
                        "office");

        JsonNode report = take(
                "serial,kind,name,id\nSN1,CAMERA,East reader,\nSN9,READER,North,\nSN3,READER,South,west\n"
                        + "SN4,READER,WEST READER,\n",
                TRY);

        assertThat(errors(report)).isEqualTo("KIND_OTHERWISE SERIAL_ELSEWHERE PLACE_TAKEN NAME_TAKEN");
        assertThat(report.toString()).doesNotContain(other.value());
    }

    @Test
    void a_claimed_box_keeps_its_place_and_takes_another_name() {
        JsonNode made = take("serial,kind,name,id\nSN1,READER,East reader,east\n", TAKE);
        ShortCode code = new ShortCode(made.path("codes").path(0).asText());
        core.labels().claim(code, new Claiming(site, null, null, null, null, null), "li");

        JsonNode moved = take("serial,kind,name,id\nSN1,READER,East reader,west\n", TRY);
        JsonNode renamed = take("serial,kind,name,id\nSN1,READER,East gate reader,east\n", TAKE);

        assertThat(errors(moved)).isEqualTo("CLAIMED_AS");
        assertThat(renamed.path("changed").asInt()).isEqualTo(1);
        assertThat(nameOf("east")).isEqualTo("East gate reader");
        assertThat(core.labels().find(code).orElseThrow().claim()).isNotNull();
    }

    @Test
    void a_place_that_another_box_is_meant_for_is_not_taken_from_it() {
        take("serial,kind,name,id\nSN1,READER,East,east\nSN2,READER,West,west\n", TAKE);

        JsonNode swapped = take("serial,kind,name,id\nSN1,READER,West,west\nSN2,READER,East,east\n", TRY);

        assertThat(errors(swapped)).isEqualTo("PLACE_TAKEN PLACE_TAKEN");
    }

    @Test
    void a_list_in_gb18030_with_chinese_headings_and_words_is_understood() {
        byte[] file = ("序列号,类型,名称,楼栋,楼层\n" + own + "SN1,读卡器,东门读卡器,1号楼,2层\n").getBytes(Charset.forName("GB18030"));

        JsonNode report = take(file, TAKE);

        assertThat(errors(report)).isEmpty();
        assertThat(nameOf(report.path("sample").path(0).path("device").asText()))
                .isEqualTo("东门读卡器");
    }

    @Test
    void a_heading_that_nobody_knows_can_be_said_to_be_a_column() {
        String list = "Barcode,Art,Bezeichnung\nSN1,READER,East reader\n";

        JsonNode unsaid = take(list, TRY);
        JsonNode said = take(
                list,
                new DeviceImport.Wish(
                        true,
                        false,
                        Map.of(
                                DeviceColumn.SERIAL, "Barcode",
                                DeviceColumn.KIND, "Art",
                                DeviceColumn.NAME, "Bezeichnung")));
        JsonNode wrong = take(list, new DeviceImport.Wish(true, false, Map.of(DeviceColumn.SERIAL, "Nothing")));

        assertThat(errors(unsaid)).isEqualTo("NO_COLUMN NO_COLUMN");
        assertThat(unsaid.path("headings").toString()).contains("Barcode", "Bezeichnung");
        assertThat(errors(said)).isEmpty();
        assertThat(said.path("newPlaces").asInt()).isEqualTo(1);
        assertThat(errors(wrong)).isEqualTo("NO_HEADING NO_COLUMN");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void the_templates_are_read_back_as_they_are_and_their_example_rows_are_left_out(boolean chinese) {
        JsonNode workbook = take(DeviceTemplate.workbook(chinese), TRY);
        JsonNode csv = take(DeviceTemplate.csv(chinese), TRY);

        assertThat(workbook.path("columns").size()).isEqualTo(DeviceColumn.values().length);
        assertThat(csv.path("columns")).isEqualTo(workbook.path("columns"));
        assertThat(errors(workbook) + errors(csv)).isEmpty();
        assertThat(workbook.path("rows").asInt() + csv.path("rows").asInt()).isZero();
    }

    @Test
    void a_thousand_rows_take_less_than_five_seconds() {
        String list = IntStream.range(0, 1000)
                .mapToObj(i -> "SN%d,%s,Device %d,Tower %d,%dF"
                        .formatted(i, DeviceKind.values()[i % DeviceKind.values().length], i, i % 9, i % 30))
                .collect(Collectors.joining("\n", "serial,kind,name,building,floor\n", "\n"));
        long begin = System.nanoTime();

        JsonNode report = take(list, TAKE);

        long millis = Duration.ofNanos(System.nanoTime() - begin).toMillis();
        System.out.println("device import: 1,000 rows in " + millis + " ms");
        assertThat(report.path("newBoxes").asInt()).isEqualTo(1000);
        assertThat(millis).isLessThan(5000);
    }
}
