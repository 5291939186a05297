package io.gatehouse.fleet.bulk;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/** A list of devices with its headings and two rows to overwrite, which an import leaves out; cells are text, so that nothing is rounded. */
public final class DeviceTemplate {

    /** Spreadsheets take a file for UTF-8 only when it begins so. */
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /** How the serial numbers of the rows to overwrite begin. */
    static final String EXAMPLE = "SN-EXAMPLE-";

    private static final int WIDTH = 18;
    private static final int TEXT_ROWS = 1_000;

    private DeviceTemplate() {}

    public static byte[] csv(boolean chinese) {
        String text = lines(chinese).stream()
                .map(line -> line.stream().map(cell -> '"' + cell + '"').collect(Collectors.joining(",")))
                .collect(Collectors.joining("\r\n", BYTE_ORDER_MARK, "\r\n"));
        return text.getBytes(StandardCharsets.UTF_8);
    }

    public static byte[] workbook(boolean chinese) {
        List<List<String>> lines = lines(chinese);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (Workbook book = new Workbook(file, "Gatehouse", null)) {
            Worksheet sheet = book.newWorksheet(chinese ? "设备" : "Devices");
            for (int row = 0; row < lines.size(); row++) {
                for (int column = 0; column < lines.get(row).size(); column++) {
                    sheet.value(row, column, lines.get(row).get(column));
                }
            }
            for (int column = 0; column < DeviceColumn.values().length; column++) {
                sheet.width(column, WIDTH);
                sheet.range(1, column, TEXT_ROWS, column).style().format("@").set();
            }
            sheet.range(0, 0, 0, DeviceColumn.values().length - 1)
                    .style()
                    .bold()
                    .set();
            sheet.freezePane(0, 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file.toByteArray();
    }

    private static List<List<String>> lines(boolean chinese) {
        List<String> headings = Arrays.stream(DeviceColumn.values())
                .map(column -> column.heading(chinese))
                .toList();
        return chinese
                ? List.of(
                        headings,
                        List.of(EXAMPLE + 1, "读卡器", "1号楼东门读卡器", "1号楼", "2层", "东门", "", "30"),
                        List.of(EXAMPLE + 2, "门磁", "1号楼东门门磁", "1号楼", "2层", "东门", "", "3600"))
                : List.of(
                        headings,
                        List.of(EXAMPLE + 1, "Reader", "Tower 1, east door, reader", "Tower 1", "2F", "East", "", "30"),
                        List.of(EXAMPLE + 2, "Door sensor", "Tower 1, east door", "Tower 1", "2F", "East", "", "3600"));
    }
}
