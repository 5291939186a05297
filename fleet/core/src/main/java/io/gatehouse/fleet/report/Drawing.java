package io.gatehouse.fleet.report;

import io.gatehouse.fleet.pdf.Document;
import io.gatehouse.fleet.pdf.Pen;
import io.gatehouse.fleet.pdf.Picture;
import io.gatehouse.fleet.pdf.Table;
import io.gatehouse.fleet.sheet.Workbook;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Draws a report as a file. Each format has the same cells; the pictures are on paper only. */
public final class Drawing {

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /** A4, lying: a stop has many columns. */
    private static final io.gatehouse.fleet.pdf.Paper PAGE = new io.gatehouse.fleet.pdf.Paper(297, 210, 12);

    private static final double LARGE = 5;
    private static final double SMALL = 3.2;
    private static final double SPACE = 5;
    private static final double PICTURE_WIDE = 64;
    private static final double PICTURE_HIGH = 48;
    private static final int PICTURES_A_ROW = 4;
    private static final int MOST_PICTURES = 60;

    private final Paper paper;
    private final Function<String, Optional<byte[]>> photos;
    private final Instant made;

    /**
     * @param photos the bytes of a photo by its name; may block
     * @param made the time that the file says it was made at
     */
    public Drawing(Paper paper, Function<String, Optional<byte[]>> photos, Instant made) {
        this.paper = paper;
        this.photos = photos;
        this.made = made;
    }

    public byte[] as(Format format) {
        return switch (format) {
            case CSV -> csv();
            case XLSX -> xlsx();
            case PDF -> pdf();
        };
    }

    /** The first table first, so that programs find its headings in the first line; what it is about stands last. */
    private byte[] csv() {
        List<List<String>> rows = new ArrayList<>();
        for (Paper.Sheet sheet : paper.sheets()) {
            if (!rows.isEmpty()) {
                rows.add(List.of());
                rows.add(List.of(sheet.title()));
            }
            rows.add(sheet.headings());
            rows.addAll(sheet.rows());
        }
        rows.add(List.of());
        paper.facts().forEach(fact -> rows.add(List.of(fact.name(), fact.value())));
        return rows.stream()
                .map(row -> row.stream().map(Drawing::quoted).collect(Collectors.joining(",")))
                .collect(Collectors.joining("\r\n", BYTE_ORDER_MARK, "\r\n"))
                .getBytes(StandardCharsets.UTF_8);
    }

    /** In quotes, and never to be taken for a formula; a number below nothing is none. */
    private static String quoted(String text) {
        boolean formula = text.matches("(?s)[=+@\\t\\r-].*") && !text.matches("-[0-9.]+");
        return '"' + (formula ? "'" + text : text).replace("\"", "\"\"") + '"';
    }

    private byte[] xlsx() {
        Workbook book = new Workbook();
        for (Paper.Sheet sheet : paper.sheets()) {
            book.sheet(
                    sheet.title(),
                    Stream.concat(Stream.of(sheet.headings()), sheet.rows().stream())
                            .toList());
        }
        return book.sheet(
                        paper.title(),
                        paper.facts().stream()
                                .map(fact -> List.of(fact.name(), fact.value()))
                                .toList())
                .bytes();
    }

    private byte[] pdf() {
        try (Document document = Document.titled(paper.title(), made)) {
            double y = head(document);
            for (Paper.Sheet sheet : paper.sheets()) {
                if (!sheet.rows().isEmpty()) {
                    y = table(document, sheet, y);
                }
            }
            pictures(document, y);
            numbers(document);
            return document.bytes();
        }
    }

    private double head(Document document) {
        Pen pen = document.page(PAGE);
        double wide = PAGE.width() - 2 * PAGE.margin();
        double y = PAGE.margin();
        y += pen.paragraph(new Pen.Room(PAGE.margin(), y, wide), LARGE, paper.title(), 2) + 2;
        for (Paper.Fact fact : paper.facts()) {
            y += pen.paragraph(new Pen.Room(PAGE.margin(), y, wide), SMALL, fact.name() + ": " + fact.value(), 2);
        }
        return y + SPACE;
    }

    private static double table(Document document, Paper.Sheet sheet, double y) {
        double at = y;
        Pen pen = document.pen(document.pages() - 1);
        if (at > PAGE.height() - PAGE.margin() - 30) {
            pen = document.page(PAGE);
            at = PAGE.margin();
        }
        at += pen.paragraph(new Pen.Room(PAGE.margin(), at, PAGE.width() - 2 * PAGE.margin()), 4, sheet.title(), 1) + 1;
        return new Table(PAGE, sheet.headings(), sheet.shares()).drawOn(document, at, sheet.rows()) + SPACE;
    }

    /** In rows; one that cannot be had, or is none, has its caption only. */
    private void pictures(Document document, double from) {
        double y = from;
        int column = 0;
        Pen pen = document.pen(document.pages() - 1);
        for (Paper.Picture picture :
                paper.pictures().stream().limit(MOST_PICTURES).toList()) {
            if (column == 0 && y + PICTURE_HIGH + 10 > PAGE.height() - PAGE.margin()) {
                pen = document.page(PAGE);
                y = PAGE.margin();
            }
            double x = PAGE.margin() + column * (PICTURE_WIDE + 4);
            Pen.Room room = new Pen.Room(x, y, PICTURE_WIDE);
            Optional<Picture> shown = photos.apply(picture.name()).flatMap(Picture::read);
            if (shown.isPresent()) {
                pen.picture(room, PICTURE_HIGH, shown.get());
            }
            pen.paragraph(new Pen.Room(x, y + PICTURE_HIGH + 1, PICTURE_WIDE), 2.6, picture.caption(), 2);
            column = (column + 1) % PICTURES_A_ROW;
            y += column == 0 ? PICTURE_HIGH + 10 : 0;
        }
    }

    private void numbers(Document document) {
        for (int page = 0; page < document.pages(); page++) {
            document.pen(page)
                    .textRight(
                            new Pen.Room(
                                    PAGE.margin(), PAGE.height() - PAGE.margin() + 3, PAGE.width() - 2 * PAGE.margin()),
                            2.6,
                            (page + 1) + " / " + document.pages());
        }
    }
}
