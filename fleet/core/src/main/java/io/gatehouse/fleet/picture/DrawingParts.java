package io.gatehouse.fleet.picture;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a drawing may consist of: elements that draw, and attributes that neither act nor fetch. */
final class DrawingParts {

    static final String NAMESPACE = "http://www.w3.org/2000/svg";
    static final String LINKS = "http://www.w3.org/1999/xlink";

    private static final Set<String> DRAWN = Set.of(
            "svg",
            "g",
            "defs",
            "symbol",
            "use",
            "path",
            "rect",
            "circle",
            "ellipse",
            "line",
            "polyline",
            "polygon",
            "text",
            "tspan",
            "textPath",
            "title",
            "desc",
            "linearGradient",
            "radialGradient",
            "stop",
            "pattern",
            "clipPath",
            "mask",
            "marker",
            "image",
            "style",
            "switch");
    /** Pixels within a drawing: of the two kinds that can be nothing else. */
    private static final Pattern PIXELS = Pattern.compile("data:image/(png|jpeg);base64,[A-Za-z0-9+/=\\s]*");

    private static final Pattern INSIDE = Pattern.compile("#[\\w.:-]+");
    private static final Pattern FETCHES = Pattern.compile("url\\(\\s*['\"]?(?!#)");

    private DrawingParts() {}

    static boolean isDrawn(@Nullable String namespace, String name) {
        return NAMESPACE.equals(namespace) && DRAWN.contains(name);
    }

    /** Text of styles, of a sheet or of one element. */
    static boolean isPlain(String style) {
        String small = style.toLowerCase(Locale.ROOT);
        return !small.contains("@import")
                && !small.contains("expression")
                && !small.contains("javascript:")
                && !small.contains("\\")
                && !small.contains("<")
                && !FETCHES.matcher(small).find();
    }

    static boolean isKept(String element, String name, String value) {
        if (name.regionMatches(true, 0, "on", 0, 2)) {
            return false;
        }
        if (name.equals("href")) {
            return INSIDE.matcher(value).matches()
                    || (element.equals("image") && PIXELS.matcher(value).matches());
        }
        return isPlain(value);
    }
}
