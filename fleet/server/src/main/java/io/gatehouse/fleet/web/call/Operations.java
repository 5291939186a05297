package io.gatehouse.fleet.web.call;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which operation does what, and which role it takes: one row each, filled at the start and never changed after. */
public final class Operations {

    /**
     * One row.
     *
     * @param needs the role, or nothing when the operation is open or checks its caller itself
     */
    public record Row(String id, @Nullable Role needs, Operation operation) {}

    private final Map<String, Row> rows = new LinkedHashMap<>();

    /** Open to everybody, or with a check of its own. */
    public Operations open(String id, Operation operation) {
        return add(new Row(id, null, operation));
    }

    public Operations viewer(String id, Operation operation) {
        return add(new Row(id, Role.VIEWER, operation));
    }

    public Operations operator(String id, Operation operation) {
        return add(new Row(id, Role.OPERATOR, operation));
    }

    public Operations admin(String id, Operation operation) {
        return add(new Row(id, Role.ADMIN, operation));
    }

    public Set<String> ids() {
        return Set.copyOf(rows.keySet());
    }

    public Row row(String id) {
        Row row = rows.get(id);
        if (row == null) {
            throw new IllegalStateException("the contract has an operation that nobody carries out: " + id);
        }
        return row;
    }

    private Operations add(Row row) {
        if (rows.put(row.id(), row) != null) {
            throw new IllegalStateException("two answers for " + row.id());
        }
        return this;
    }
}
