package io.gatehouse.fleet.picture;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** How large a drawing is: by what it shows ({@code viewBox}), else by its width and height. In its own units. */
record DrawingSize(int width, int height) {

    private static final Pattern BOX =
            Pattern.compile("\\s*[-\\d.eE+]+[\\s,]+[-\\d.eE+]+[\\s,]+([\\d.]+)[\\s,]+([\\d.]+)\\s*");
    private static final Pattern LENGTH = Pattern.compile("\\s*([\\d.]+)\\s*(px|pt|mm|cm|in|pc)?\\s*");
    private static final double MOST = 1_000_000;

    /** Of the element at which the reader stands. */
    static Optional<DrawingSize> of(XMLStreamReader svg) {
        String box = svg.getAttributeValue(null, "viewBox");
        Matcher seen = BOX.matcher(box == null ? "" : box);
        if (seen.matches()) {
            return of(seen.group(1), seen.group(2));
        }
        return of(length(svg.getAttributeValue(null, "width")), length(svg.getAttributeValue(null, "height")));
    }

    private static String length(@Nullable String said) {
        Matcher length = LENGTH.matcher(said == null ? "" : said);
        return length.matches() ? length.group(1) : "0";
    }

    private static Optional<DrawingSize> of(String width, String height) {
        double wide = Double.parseDouble(width);
        double high = Double.parseDouble(height);
        if (wide <= 0 || high <= 0 || wide > MOST || high > MOST) {
            return Optional.empty();
        }
        // a small drawing in large units keeps its shape
        double scale = Math.max(1, 1_000 / Math.max(wide, high));
        return Optional.of(new DrawingSize(
                (int) Math.max(1, Math.round(wide * scale)), (int) Math.max(1, Math.round(high * scale))));
    }
}
