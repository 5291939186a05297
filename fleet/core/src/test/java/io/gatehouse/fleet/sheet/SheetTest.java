package io.gatehouse.fleet.sheet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

class SheetTest {

    @Test
    void csv_is_read_in_either_encoding_with_any_usual_delimiter() {
        String text = "编号,姓名\n1,\"张, 三\"\n\n2,李四\n";

        for (byte[] file : List.of(
                text.getBytes(StandardCharsets.UTF_8),
                ("\uFEFF" + text).getBytes(StandardCharsets.UTF_8),
                text.getBytes(Charset.forName("GB18030")))) {
            Sheet sheet = Sheet.read(file).orElseThrow();
            assertThat(sheet.headings()).containsExactly("编号", "姓名");
            assertThat(sheet.rows())
                    .containsExactly(new Sheet.Line(2, List.of("1", "张, 三")), new Sheet.Line(4, List.of("2", "李四")));
        }
        assertThat(Sheet.read("a;b\n1;2\n".getBytes(StandardCharsets.UTF_8))
                        .orElseThrow()
                        .rows())
                .containsExactly(new Sheet.Line(2, List.of("1", "2")));
    }

    @Test
    void a_workbook_keeps_the_digits_of_numbers_and_what_stands_beside_empty_cells() throws IOException {
        Sheet sheet = Sheet.read(workbook("""
                        <row r="1"><c r="A1" t="inlineStr"><is><t>id</t></is></c>\
                        <c r="B1" t="inlineStr"><is><t>card</t></is></c>\
                        <c r="C1" t="inlineStr"><is><t>name</t></is></c></row>\
                        <row r="3"><c r="A3" t="inlineStr"><is><t>p-1</t></is></c><c r="B3"><v>1.23456789E8</v></c></row>\
                        <row r="4"><c r="A4" t="inlineStr"><is><t>p-2</t></is></c>\
                        <c r="C4" t="inlineStr"><is><t>李四</t></is></c></row>""")).orElseThrow();

        assertThat(sheet.headings()).containsExactly("id", "card", "name");
        assertThat(sheet.rows().get(0).number()).isEqualTo(3);
        assertThat(sheet.rows().get(0).cells()).startsWith("p-1", "123456789");
        assertThat(sheet.rows().get(1).cells()).containsExactly("p-2", "", "李四");
    }

    @Test
    void what_is_no_sheet_is_none() throws IOException {
        assertThat(Sheet.read(new byte[0])).isEmpty();
        assertThat(Sheet.read(new byte[] {'P', 'K', 3, 4, 0, 0})).isEmpty();
        assertThat(Sheet.read(workbook("<row r=\"1\"><c"))).isEmpty();
    }

    private static byte[] workbook(String rows) throws IOException {
        String main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        String relations = "http://schemas.openxmlformats.org/package/2006/relationships";
        String office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        Map<String, String> parts = new TreeMap<>(Map.of(
                "[Content_Types].xml",
                "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
                        + "<Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument"
                        + ".spreadsheetml.sheet.main+xml\"/></Types>",
                "_rels/.rels",
                "<Relationships xmlns=\"" + relations + "\"><Relationship Id=\"r1\" Type=\"" + office
                        + "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>",
                "xl/workbook.xml",
                "<workbook xmlns=\"" + main + "\" xmlns:r=\"" + office
                        + "\"><sheets><sheet name=\"People\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>",
                "xl/_rels/workbook.xml.rels",
                "<Relationships xmlns=\"" + relations + "\"><Relationship Id=\"r1\" Type=\"" + office
                        + "/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>",
                "xl/worksheets/sheet1.xml",
                "<worksheet xmlns=\"" + main + "\"><sheetData>" + rows + "</sheetData></worksheet>"));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, String> part : parts.entrySet()) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                zip.write(part.getValue().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }
}
