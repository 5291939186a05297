package io.gatehouse.fleet.pdf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/** The font, and how much room a text takes in it. */
final class Letters {

    private static final String MISSING = "□";
    private static final String CUT = "…";
    private static final float UNITS = 1000;

    private final PDType0Font font;
    private final Map<Integer, Boolean> known = new HashMap<>();

    Letters(PDType0Font font) {
        this.font = font;
    }

    PDType0Font font() {
        return font;
    }

    /** The text without what cannot be drawn: a character that the font lacks is a hollow square, a control nothing. */
    String drawable(String text) {
        StringBuilder drawable = new StringBuilder();
        text.codePoints().forEach(one -> {
            if (Character.isWhitespace(one)) {
                drawable.append(' ');
            } else if (!Character.isISOControl(one)) {
                drawable.append(has(one) ? Character.toString(one) : MISSING);
            }
        });
        return drawable.toString();
    }

    private boolean has(int character) {
        return known.computeIfAbsent(character, one -> {
            try {
                return font.encode(Character.toString(one)).length > 0;
            } catch (IOException | IllegalArgumentException e) {
                return false;
            }
        });
    }

    /** In millimetres; of a text that was made {@link #drawable}. */
    double width(String text, double size) {
        try {
            return Paper.millimetres((float) (font.getStringWidth(text) / UNITS * Paper.points(size)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The text, or what of it fits with a sign that it was cut. */
    String fitting(String text, double size, double width) {
        String whole = drawable(text);
        if (width(whole, size) <= width) {
            return whole;
        }
        int end = whole.length();
        while (end > 0 && width(whole.substring(0, end).strip() + CUT, size) > width) {
            end = whole.offsetByCodePoints(end, -1);
        }
        return whole.substring(0, end).strip() + CUT;
    }

    /** The text in lines: broken at spaces, between Chinese characters anywhere; the last of the most lines may be cut. */
    List<String> lines(String text, double size, double width, int most) {
        List<String> lines = new ArrayList<>();
        String left = drawable(text).strip();
        while (!left.isEmpty()) {
            if (lines.size() == most - 1) {
                lines.add(fitting(left, size, width));
                return lines;
            }
            int end = breakAt(left, size, width);
            lines.add(left.substring(0, end).strip());
            left = left.substring(end).strip();
        }
        return lines;
    }

    private int breakAt(String text, double size, double width) {
        int fits = 0;
        int good = 0;
        while (fits < text.length()) {
            int next = text.offsetByCodePoints(fits, 1);
            if (width(text.substring(0, next), size) > width) {
                return good > 0 ? good : Math.max(fits, text.offsetByCodePoints(0, 1));
            }
            fits = next;
            if (fits < text.length() && breaksBetween(text.codePointBefore(fits), text.codePointAt(fits))) {
                good = fits;
            }
        }
        return fits;
    }

    private static boolean breaksBetween(int before, int after) {
        return before == ' ' || before == '-' || isWide(before) || isWide(after);
    }

    private static boolean isWide(int character) {
        return Character.isIdeographic(character) || (character >= 0x3000 && character <= 0x303F);
    }
}
