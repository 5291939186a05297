package io.gatehouse.fleet.bulk;

import io.gatehouse.fleet.pdf.Document;
import io.gatehouse.fleet.pdf.Pen;
import io.gatehouse.fleet.pdf.QrCode;
import io.gatehouse.identity.ShortCode;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Labels on paper: the address as a QR code, the code for whoever types it, and what the box is called and where it goes. */
public final class LabelSheet {

    private static final double EDGE = 2;
    private static final double LARGE = 4.2;
    private static final double SMALL = 2.4;
    /** Below this the letters are smaller, so that the code stays whole. */
    private static final double NARROW = 45;

    private LabelSheet() {}

    /**
     * One label.
     *
     * @param name what the box will be called, or its kind in words
     */
    public record Face(
            ShortCode code,
            String name,
            @Nullable String place,
            @Nullable String serial) {}

    /**
     * How it is printed.
     *
     * @param address of the fleet, as a phone at the door reaches it, such as {@code https://fleet.example:8443}
     * @param skip how many labels of the first sheet are used up
     */
    public record Print(LabelStock stock, String address, int skip) {

        /** What the QR code says. */
        String link(ShortCode code) {
            return address.replaceAll("/+$", "") + "/c/" + code.text();
        }
    }

    /** The PDF. */
    public static byte[] draw(List<Face> faces, Print print, Clock clock) {
        LabelStock stock = print.stock();
        try (Document document = Document.titled("Gatehouse labels", clock.instant())) {
            Pen pen = document.page(stock.paper());
            int place = print.skip() % stock.perPage();
            for (Face face : faces) {
                if (place == stock.perPage()) {
                    pen = document.page(stock.paper());
                    place = 0;
                }
                draw(pen, face, print, place);
                place++;
            }
            return document.bytes();
        }
    }

    private static void draw(Pen pen, Face face, Print print, int place) {
        LabelStock stock = print.stock();
        double x = stock.x(place) + EDGE;
        double y = stock.y(place) + EDGE;
        double height = stock.height() - 2 * EDGE;
        double side = Math.min(height, (stock.width() - 2 * EDGE) * 0.55);
        pen.code(x, y + (height - side) / 2, side, QrCode.of(print.link(face.code())));

        double scale = stock.width() < NARROW ? 0.62 : 1;
        double width = stock.width() - 2 * EDGE - side;
        double at = y + EDGE / 2;
        at += pen.paragraph(new Pen.Room(x + side, at, width), SMALL * 1.2 * scale, face.name(), 3);
        for (String line : Stream.of(face.place(), face.serial())
                .filter(one -> one != null && !one.isBlank())
                .toList()) {
            at += pen.paragraph(new Pen.Room(x + side, at, width), SMALL * scale, line, 2);
        }
        // two groups, one below the other, so that they can be large
        String shown = face.code().shown();
        int middle = shown.indexOf('-');
        double size = LARGE * scale;
        double bottom = y + height - 2 * size * Pen.LINE;
        pen.text(new Pen.Room(x + side, bottom, width), size, shown.substring(0, middle + 1));
        pen.text(new Pen.Room(x + side, bottom + size * Pen.LINE, width), size, shown.substring(middle + 1));
    }
}
