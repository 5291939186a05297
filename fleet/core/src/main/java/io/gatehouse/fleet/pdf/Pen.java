package io.gatehouse.fleet.pdf;

import java.awt.Color;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPageContentStream;

/** Draws on one page. All lengths are millimetres, from the upper left corner to the right and downwards. */
public final class Pen {

    /** A line of text takes this much of the letters' size. */
    public static final double LINE = 1.35;

    private static final double THIN = 0.15;

    private final PDDocument pdf;
    private final PDPageContentStream stream;
    private final Letters letters;
    private final Paper paper;

    Pen(PDDocument pdf, PDPageContentStream stream, Letters letters, Paper paper) {
        this.pdf = pdf;
        this.stream = stream;
        this.letters = letters;
        this.paper = paper;
    }

    public Paper paper() {
        return paper;
    }

    /** The room of a line or a block of text: its upper left corner, and how far to the right it may go. */
    public record Room(double x, double y, double width) {}

    /** One line, cut where there is no more room. */
    public void text(Room room, double size, String text) {
        write(room.x(), room.y(), size, letters.fitting(text, size, room.width()));
    }

    /** One line that ends at the room's right side. */
    public void textRight(Room room, double size, String text) {
        String line = letters.fitting(text, size, room.width());
        write(room.x() + room.width() - letters.width(line, size), room.y(), size, line);
    }

    /** Several lines, at most so many; answers how high they became. */
    public double paragraph(Room room, double size, String text, int most) {
        List<String> lines = letters.lines(text, size, room.width(), most);
        for (int i = 0; i < lines.size(); i++) {
            write(room.x(), room.y() + i * size * LINE, size, lines.get(i));
        }
        return lines.size() * size * LINE;
    }

    /** How high a {@link #paragraph} would become. */
    public double height(double width, double size, String text, int most) {
        return letters.lines(text, size, width, most).size() * size * LINE;
    }

    private void write(double x, double y, double size, String line) {
        draw(() -> {
            stream.beginText();
            stream.setFont(letters.font(), Paper.points(size));
            stream.newLineAtOffset(Paper.points(x), Paper.points(paper.height() - y - size));
            stream.showText(line);
            stream.endText();
        });
    }

    /** A thin line. */
    public void line(double fromX, double fromY, double toX, double toY) {
        draw(() -> {
            stream.setLineWidth(Paper.points(THIN));
            stream.moveTo(Paper.points(fromX), Paper.points(paper.height() - fromY));
            stream.lineTo(Paper.points(toX), Paper.points(paper.height() - toY));
            stream.stroke();
        });
    }

    /** A filled rectangle. */
    public void box(double x, double y, double width, double height, Color color) {
        draw(() -> {
            stream.setNonStrokingColor(color);
            stream.addRect(
                    Paper.points(x),
                    Paper.points(paper.height() - y - height),
                    Paper.points(width),
                    Paper.points(height));
            stream.fill();
            stream.setNonStrokingColor(Color.BLACK);
        });
    }

    /**
     * A matrix code, with the four modules of quiet around it that the standard asks for (ISO/IEC 18004, 6.3.8).
     *
     * @param side of the square with the quiet zone
     */
    public void code(double x, double y, double side, QrCode code) {
        double module = side / (code.size() + 2 * QrCode.QUIET);
        draw(() -> {
            for (int row = 0; row < code.size(); row++) {
                for (int column = 0; column < code.size(); column++) {
                    if (code.isDark(column, row)) {
                        stream.addRect(
                                Paper.points(x + (column + QrCode.QUIET) * module),
                                Paper.points(paper.height() - y - (row + QrCode.QUIET + 1) * module),
                                Paper.points(module),
                                Paper.points(module));
                    }
                }
            }
            stream.fill();
        });
    }

    /** A picture, as large as fits into the room without being stretched; answers how high it became. */
    public double picture(Room room, double most, Picture picture) {
        double scale = Math.min(room.width() / picture.width(), most / picture.height());
        double high = picture.height() * scale;
        draw(() -> stream.drawImage(
                picture.in(pdf),
                Paper.points(room.x()),
                Paper.points(paper.height() - room.y() - high),
                Paper.points(picture.width() * scale),
                Paper.points(high)));
        return high;
    }

    void lift() throws IOException {
        stream.close();
    }

    private interface Stroke {
        void draw() throws IOException;
    }

    private static void draw(Stroke stroke) {
        try {
            stroke.draw();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
