package io.gatehouse.fleet.pdf;

import java.awt.Color;
import java.util.List;

/**
 * A table that goes on over as many pages as it takes, with its headings on each of them. Cells break into several lines.
 *
 * @param shares how wide the columns are, in parts of the whole
 */
public record Table(Paper paper, List<String> headings, List<Double> shares) {

    private static final double SIZE = 3.2;
    private static final double PADDING = 1.2;
    private static final int MOST_LINES = 12;
    private static final Color HEAD = new Color(0xE8, 0xEC, 0xF0);

    public Table {
        headings = List.copyOf(headings);
        shares = List.copyOf(shares);
        if (headings.size() != shares.size()) {
            throw new IllegalArgumentException(headings.size() + " headings, " + shares.size() + " shares");
        }
    }

    /**
     * Draws it and answers where it ended on the last page.
     *
     * @param y where it begins on the document's last page
     */
    public double drawOn(Document document, double y, List<List<String>> rows) {
        Pen pen = document.pen(document.pages() - 1);
        double at = head(pen, y);
        for (List<String> row : rows) {
            double height = height(pen, row);
            if (at + height > paper.height() - paper.margin()) {
                pen = document.page(paper);
                at = head(pen, paper.margin());
            }
            cells(pen, at, row);
            at += height;
            pen.line(paper.margin(), at, paper.width() - paper.margin(), at);
        }
        return at;
    }

    private double head(Pen pen, double y) {
        double height = height(pen, headings);
        pen.box(paper.margin(), y, paper.width() - 2 * paper.margin(), height, HEAD);
        cells(pen, y, headings);
        return y + height;
    }

    private double height(Pen pen, List<String> row) {
        double most = SIZE * Pen.LINE;
        for (int i = 0; i < row.size(); i++) {
            most = Math.max(most, pen.height(width(i) - 2 * PADDING, SIZE, row.get(i), MOST_LINES));
        }
        return most + 2 * PADDING;
    }

    private void cells(Pen pen, double y, List<String> row) {
        double x = paper.margin();
        for (int i = 0; i < row.size(); i++) {
            pen.paragraph(new Pen.Room(x + PADDING, y + PADDING, width(i) - 2 * PADDING), SIZE, row.get(i), MOST_LINES);
            x += width(i);
        }
    }

    private double width(int column) {
        double all = shares.stream().mapToDouble(Double::doubleValue).sum();
        return (paper.width() - 2 * paper.margin()) * shares.get(column) / all;
    }
}
