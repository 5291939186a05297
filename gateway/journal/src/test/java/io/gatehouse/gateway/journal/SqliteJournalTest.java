package io.gatehouse.gateway.journal;

import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.io.TempDir;

/** The oracle keeps the contract too, or the contract asks for something odd. */
class SqliteJournalTest extends JournalContract {

    @TempDir
    Path folder;

    @Override
    Journal open() throws SQLException {
        return new SqliteJournal(folder.resolve("journal.db"));
    }
}
