package io.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;

/** A QR code in a shell: two rows a line, in half blocks, dark on white whatever the shell's own colours are. */
final class QrInk {

    private static final int QUIET = 2;
    private static final String BLACK_ON_WHITE = "\u001b[30;107m";
    private static final String AS_BEFORE = "\u001b[0m";

    private QrInk() {}

    static void draw(JsonNode rows, PrintWriter out) {
        int size = rows.size();
        for (int y = -QUIET; size > 0 && y < size + QUIET; y += 2) {
            StringBuilder line = new StringBuilder();
            for (int x = -QUIET; x < size + QUIET; x++) {
                boolean upper = dark(rows, x, y);
                boolean lower = dark(rows, x, y + 1);
                line.append(upper ? lower ? '█' : '▀' : lower ? '▄' : ' ');
            }
            out.println(BLACK_ON_WHITE + line + AS_BEFORE);
        }
    }

    private static boolean dark(JsonNode rows, int x, int y) {
        String row = rows.path(y).asText();
        return x >= 0 && x < row.length() && row.charAt(x) == '1';
    }
}
