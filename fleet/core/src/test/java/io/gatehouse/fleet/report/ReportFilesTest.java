package io.gatehouse.fleet.report;

import static io.gatehouse.fleet.patrol.WalkedSite.ROUND;
import static io.gatehouse.fleet.patrol.WalkedSite.after;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.patrol.Patrol;
import io.gatehouse.fleet.patrol.PatrolReports;
import io.gatehouse.fleet.patrol.PlanKind;
import io.gatehouse.fleet.patrol.WalkedSite;
import io.gatehouse.fleet.report.ReportMaker.Shape;
import io.gatehouse.protocol.patrol.InspectionResult;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reports as files: the numbers of the screen, whichever the format. */
class ReportFilesTest {

    private static final LocalDate DAY = LocalDate.parse("2031-11-24");
    private static final List<String> NUMBERS = List.of(
            "due", "made", "onTime", "early", "late", "missed", "excused", "completionPercent", "onTimePercent");

    private final WalkedSite walked = new WalkedSite();
    private final Patrol patrol = walked.at(after(6_000));
    private final ReportMaker maker = new ReportMaker(patrol, Clock.fixed(after(6_000), ZoneOffset.UTC));

    /** The words of the test are the keys' last parts. */
    private static Shape shape(Format format) {
        return new Shape(format, (key, otherwise) -> otherwise);
    }

    @BeforeEach
    void walk() throws IOException {
        walked.put(PlanKind.GAP_RULES, "law", "{'name':'6 h','maxMinutes':360,'source':'DB11/T 2552-2026, 6.7.1.3'}");
        walked.scan(1, 0, 3);
        walked.scan(
                2,
                0,
                23,
                List.of(new InspectionResult("door", InspectionResult.Outcome.NOT_OK, 7.5, "=卡住 jammed", null)),
                "p-1");
        walked.scan(1, 1, 3);
        walked.scan(2, 1, 15);
        walked.scan(3, 1, 25);
        walked.photo("p-1", picture(), after(23));
        walked.keep(after(40));
    }

    private static byte[] picture() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(1_600, 900, BufferedImage.TYPE_INT_RGB), "jpg", file);
        return file.toByteArray();
    }

    @Test
    void the_screen_and_all_three_files_have_the_same_numbers() throws IOException {
        ObjectNode screen = patrol.reports().of(walked.site, DAY, DAY.plusDays(1), PatrolReports.By.DAY);
        List<List<String>> csv = csv(maker.period(walked.site, screen, shape(Format.CSV)));
        Map<String, List<List<String>>> xlsx = xlsx(maker.period(walked.site, screen, shape(Format.XLSX)));
        String pdf = text(maker.period(walked.site, screen, shape(Format.PDF)));

        List<List<String>> lines = new ArrayList<>();
        screen.path("lines").forEach(line -> lines.add(numbers(line)));
        lines.add(numbers(screen.path("total")));
        assertThat(lines).hasSize(3);
        assertThat(lines.get(2)).startsWith("6", "5", "4", "0", "1", "1", "0", "83.3", "66.7");
        for (int i = 0; i < lines.size(); i++) {
            assertThat(csv.get(i + 1).subList(1, 10)).as("CSV").isEqualTo(lines.get(i));
            assertThat(Objects.requireNonNull(xlsx.get("lines")).get(i + 1).subList(1, 10))
                    .as("XLSX")
                    .isEqualTo(lines.get(i));
            assertThat(pdf).as("PDF").contains(String.join(" ", csv.get(i + 1)));
        }
        assertThat(rows(csv, "gaps")).isEqualTo(xlsx.get("gaps"));
        assertThat(rows(csv, "exceptions")).isEqualTo(xlsx.get("exceptions"));
        assertThat(rows(csv, "rounds")).isEqualTo(xlsx.get("rounds"));
        assertThat(rows(csv, "gaps").get(1)).contains("360", "DB11/T 2552-2026, 6.7.1.3");
        assertThat(rows(csv, "gaps").get(1).get(4))
                .isEqualTo(screen.path("gaps").path(0).path("minutes").asText());
        assertThat(rows(csv, "exceptions"))
                .hasSize(1 + screen.path("exceptions").size());
        assertThat(pdf).contains("6.7.1.3", "2031-11-24 22:10:00");
    }

    private static List<String> numbers(JsonNode line) {
        return NUMBERS.stream()
                .map(name -> line.path(name).asText().replaceAll("\\.0$", ""))
                .toList();
    }

    @Test
    void what_a_guard_typed_is_no_formula_and_stands_in_chinese_on_paper_with_the_photo() throws IOException {
        byte[] file = maker.period(
                walked.site, new PatrolReports.Asked(DAY, DAY, PatrolReports.By.ROUTE, null), shape(Format.PDF));
        String csv = new String(
                maker.period(
                        walked.site,
                        new PatrolReports.Asked(DAY, DAY, PatrolReports.By.ROUTE, null),
                        shape(Format.CSV)),
                StandardCharsets.UTF_8);

        assertThat(csv).contains("\"'=卡住 jammed\"");
        assertThat(text(file)).contains("=卡住 jammed", "防火门 Fire door", "张三", "7.5");
        assertThat(pictures(file)).isEqualTo(1);
    }

    @Test
    void a_photo_that_is_damaged_leaves_its_caption_and_breaks_nothing() throws IOException {
        walked.core
                .jdbi()
                .useHandle(handle -> handle.execute(
                        "update patrol_photo set bytes = ? where site = ?",
                        new byte[] {(byte) 0xff, (byte) 0xd8, 1},
                        walked.site.value()));

        byte[] file = maker.round(
                walked.site, patrol.rounds().find(walked.site, ROUND).orElseThrow(), shape(Format.PDF));

        assertThat(pictures(file)).isZero();
        assertThat(text(file)).contains("2. 点 Point 2");
    }

    @Test
    void the_report_of_a_round_has_plan_and_visit_of_every_stop_and_the_hash_that_is_signed() throws IOException {
        ObjectNode round = patrol.rounds().find(walked.site, ROUND).orElseThrow();
        String hash = round.path("contentHash").asText();

        List<List<String>> csv = csv(maker.round(walked.site, round, shape(Format.CSV)));
        Map<String, List<List<String>>> xlsx = xlsx(maker.round(walked.site, round, shape(Format.XLSX)));
        byte[] pdf = maker.round(walked.site, round, shape(Format.PDF));

        assertThat(csv.get(2))
                .startsWith("2", "点 Point 2", "2031-11-24 22:10:00", "2031-11-24 22:20:00", "2031-11-24 22:23:00");
        assertThat(csv.get(2)).contains("LATE", "3", "20", "phone-1");
        assertThat(xlsx.get("stops")).isEqualTo(csv.subList(0, 4));
        assertThat(rows(csv, "inspections").get(1)).startsWith("点 Point 2", "防火门 Fire door", "NOT_OK", "7.5");
        assertThat(csv.toString()).contains(hash);
        assertThat(rows(csv, "signatures").subList(1, 3))
                .as("to be signed on paper")
                .containsExactly(List.of("SIGN", "", "", "", "", ""), List.of("COUNTERSIGN", "", "", "", "", ""));
        assertThat(hash).hasSize(64);
        assertThat(text(pdf)).contains(hash, "张三", "点 Point 3");
        assertThat(pictures(pdf)).isEqualTo(1);
    }

    /** The rows of a table in a CSV file: from behind its title to the next empty line. */
    private static List<List<String>> rows(List<List<String>> csv, String title) {
        int at = csv.indexOf(List.of(title));
        int end = at + 1;
        while (end < csv.size() && csv.get(end).size() > 1) {
            end++;
        }
        return csv.subList(at + 1, end);
    }

    private static List<List<String>> csv(byte[] file) {
        String text = new String(file, StandardCharsets.UTF_8);
        assertThat(text).startsWith("\uFEFF");
        List<List<String>> rows = new ArrayList<>();
        for (String line : text.substring(1).split("\r\n")) {
            List<String> row = new ArrayList<>();
            Matcher cells = Pattern.compile("\"((?:[^\"]|\"\")*)\"").matcher(line);
            while (cells.find()) {
                row.add(cells.group(1).replace("\"\"", "\"").replaceFirst("^'(?=[=+@-])", ""));
            }
            rows.add(row);
        }
        return rows;
    }

    /** Sheets by their names. */
    private static Map<String, List<List<String>>> xlsx(byte[] file) throws IOException {
        Map<String, String> parts = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                parts.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        Map<String, List<List<String>>> sheets = new LinkedHashMap<>();
        Matcher names = Pattern.compile("<sheet name=\"([^\"]*)\"").matcher(parts.get("xl/workbook.xml"));
        for (int i = 1; names.find(); i++) {
            List<List<String>> rows = new ArrayList<>();
            for (String row : Objects.requireNonNull(parts.get("xl/worksheets/sheet" + i + ".xml"))
                    .split("<row>")) {
                List<String> cells = new ArrayList<>();
                Matcher cell = Pattern.compile("<c><v>([^<]*)</v></c>|<t xml:space=\"preserve\">([^<]*)</t>")
                        .matcher(row);
                while (cell.find()) {
                    cells.add(cell.group(1) == null ? cell.group(2) : cell.group(1));
                }
                if (!cells.isEmpty()) {
                    rows.add(cells);
                }
            }
            sheets.put(names.group(1), rows);
        }
        return sheets;
    }

    private static String text(byte[] pdf) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            return new PDFTextStripper().getText(document).replaceAll("\\s+", " ");
        }
    }

    private static int pictures(byte[] pdf) throws IOException {
        int many = 0;
        try (PDDocument document = Loader.loadPDF(pdf)) {
            for (PDPage page : document.getPages()) {
                for (COSName name : page.getResources().getXObjectNames()) {
                    many += page.getResources().isImageXObject(name) ? 1 : 0;
                }
            }
        }
        return many;
    }
}
