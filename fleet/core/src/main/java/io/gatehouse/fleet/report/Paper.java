package io.gatehouse.fleet.report;

import java.util.List;

/**
 * A report in words, before it is a file. Immutable.
 *
 * @param facts what it is about, a name and a value each
 * @param pictures names of photos, to be shown where there is room for them
 */
public record Paper(String title, List<Fact> facts, List<Sheet> sheets, List<Picture> pictures) {

    public Paper {
        facts = List.copyOf(facts);
        sheets = List.copyOf(sheets);
        pictures = List.copyOf(pictures);
    }

    /** One line above the tables. */
    public record Fact(String name, String value) {}

    /** A photo with what it shows. */
    public record Picture(String name, String caption) {}

    /**
     * A table.
     *
     * @param shares how wide the columns are on paper, in parts of the whole
     */
    public record Sheet(String title, List<String> headings, List<Double> shares, List<List<String>> rows) {

        public Sheet {
            headings = List.copyOf(headings);
            shares = List.copyOf(shares);
            rows = rows.stream().map(List::copyOf).toList();
        }
    }
}
