package io.gatehouse.fleet.access;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** Rows of texts on their way into one statement, as an array for each column. */
final class RowColumns {

    private final Map<String, @Nullable String[]> columns = new LinkedHashMap<>();
    private int rows;

    RowColumns(int expected, String... names) {
        for (String name : names) {
            columns.put(name, new @Nullable String[expected]);
        }
    }

    /** One value for each column, in the order of their names. */
    void add(@Nullable String... values) {
        int column = 0;
        for (@Nullable String[] texts : columns.values()) {
            texts[rows] = values[column++];
        }
        rows++;
    }

    Update bindTo(Update statement) {
        columns.forEach(statement::bind);
        return statement;
    }
}
