package io.gatehouse.fleet.search;

import java.util.function.Function;

/** Parts of conditions that several lists have. Pure. */
final class Columns {

    private Columns() {}

    /** By id or name of the site. */
    static FieldKind site(String row) {
        return new FieldKind.Named(
                row + ".site", "select s.id from site s where s.id ilike :pattern or s.name ilike :pattern");
    }

    /** A word is a part of one of them. */
    static Function<String, String> words(String... columns) {
        return name -> {
            StringBuilder any = new StringBuilder();
            for (String column : columns) {
                any.append(any.isEmpty() ? "" : " or ")
                        .append(column)
                        .append(" ilike :")
                        .append(name);
            }
            return any.toString();
        };
    }

    /** Numbers between dots, as an array that compares number by number. */
    static String version(String column) {
        return "string_to_array(substring(" + column + " from '[0-9]{1,6}(?:[.][0-9]{1,6}){0,5}'), '.')::int[]";
    }
}
