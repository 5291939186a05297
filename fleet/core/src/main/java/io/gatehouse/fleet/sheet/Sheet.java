package io.gatehouse.fleet.sheet;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.jspecify.annotations.Nullable;

/**
 * A list as a spreadsheet shows it: its headings and its rows, all as text.
 *
 * @param rows without empty ones
 */
public record Sheet(List<String> headings, List<Line> rows) {

    /** A list longer than this is not read: it is no list of people. */
    private static final int MOST_ROWS = 300_000;

    private static final int ZIP_FIRST = 'P';
    private static final int ZIP_SECOND = 'K';

    /**
     * A row.
     *
     * @param number as a spreadsheet numbers it: the headings are row 1
     */
    public record Line(int number, List<String> cells) {}

    /** Reads a file by what it is, not by its name; nothing when it is neither CSV nor XLSX. */
    public static Optional<Sheet> read(byte[] file) {
        try {
            boolean zip = file.length > 3 && file[0] == ZIP_FIRST && file[1] == ZIP_SECOND;
            return of(zip ? workbook(file) : text(decoded(file)));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<Sheet> of(List<Line> lines) {
        return lines.isEmpty()
                ? Optional.empty()
                : Optional.of(new Sheet(lines.get(0).cells(), List.copyOf(lines.subList(1, lines.size()))));
    }

    /** UTF-8 with or without a mark, else GB 18030, in which spreadsheets save in China. */
    private static String decoded(byte[] file) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(file))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            return new String(file, Charset.forName("GB18030"));
        }
    }

    private static List<Line> text(String text) throws IOException {
        String first = text.lines().findFirst().orElse("");
        char delimiter =
                first.indexOf('\t') >= 0 ? '\t' : first.indexOf(';') >= 0 && first.indexOf(',') < 0 ? ';' : ',';
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setDelimiter(delimiter)
                .setIgnoreEmptyLines(false)
                .get();
        List<Line> lines = new ArrayList<>();
        try (CSVParser parser = CSVParser.parse(text, format)) {
            for (CSVRecord row : parser) {
                add(
                        lines,
                        (int) row.getRecordNumber(),
                        row.stream().map(String::strip).toList());
            }
        }
        return lines;
    }

    private static List<Line> workbook(byte[] file) throws IOException {
        List<Line> lines = new ArrayList<>();
        try (ReadableWorkbook book = new ReadableWorkbook(new ByteArrayInputStream(file));
                Stream<Row> rows = book.getFirstSheet().openStream()) {
            rows.forEach(row ->
                    add(lines, row.getRowNum(), row.stream().map(Sheet::shown).toList()));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return lines;
    }

    private static void add(List<Line> lines, int number, List<String> cells) {
        if (cells.stream().allMatch(String::isEmpty)) {
            return;
        }
        if (lines.size() > MOST_ROWS) {
            throw new IllegalArgumentException("more than " + MOST_ROWS + " rows");
        }
        lines.add(new Line(number, cells));
    }

    private static String shown(@Nullable Cell cell) {
        if (cell == null || cell.getType() == CellType.EMPTY || cell.getType() == CellType.ERROR) {
            return "";
        }
        if (cell.getType() == CellType.NUMBER) {
            // a card's number is no quantity: no exponent, no decimals that the sheet does not show
            return cell.asNumber().stripTrailingZeros().toPlainString();
        }
        return cell.getText().strip();
    }
}
