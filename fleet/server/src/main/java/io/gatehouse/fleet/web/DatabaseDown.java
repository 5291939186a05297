package io.gatehouse.fleet.web;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;

/** Whether a failure means that the database is away: the caller is asked to come again, and nothing is wrong with the call. */
final class DatabaseDown {

    /** "read_only_sql_transaction": it answers, and takes nothing, as a standby does until it is promoted. */
    private static final String READ_ONLY = "25006";

    private DatabaseDown() {}

    static boolean isCauseOf(Throwable failure) {
        Throwable at = failure;
        while (at != null) {
            if (at instanceof SQLException sql) {
                String state = String.valueOf(sql.getSQLState());
                return state.startsWith("08")
                        || state.startsWith("57P")
                        || state.equals(READ_ONLY)
                        || sql instanceof SQLTransientConnectionException;
            }
            at = at.getCause();
        }
        return false;
    }
}
