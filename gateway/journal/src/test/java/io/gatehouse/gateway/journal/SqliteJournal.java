package io.gatehouse.gateway.journal;

import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.Urgency;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The contract on SQLite with a write-ahead log and full sync: what a journal should do, by an engine that many trust. One
 * transaction an append; each record has the next free number, and what was ever given is kept beside.
 */
final class SqliteJournal implements Journal {

    private final Connection connection;
    private final Path file;
    private final Map<Lane, LogId> logs = new EnumMap<>(Lane.class);
    private boolean closed;

    SqliteJournal(Path file) throws SQLException {
        this.file = file;
        connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        try (Statement statement = connection.createStatement()) {
            statement.execute("pragma journal_mode = wal");
            statement.execute("pragma synchronous = full");
            statement.execute(
                    "create table if not exists log (lane text primary key, id text, oldest int, newest int)");
            statement.execute("create table if not exists record (lane text, seq int, urgency int, bytes blob,"
                    + " primary key (lane, seq)) without rowid");
        }
        for (Lane lane : Lane.values()) {
            String fresh = (lane == Lane.EVIDENCE ? "5e" : "5d").repeat(16);
            change("insert or ignore into log values (?, ?, 1, 0)", lane.name(), fresh);
            logs.put(lane, new LogId(text("select id from log where lane = ?", lane.name())));
        }
    }

    private interface Asked<T> {
        T of(ResultSet rows) throws SQLException;
    }

    private <T> T ask(String sql, Asked<T> asked, Object... values) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                return asked.of(rows);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private String text(String sql, Object... values) {
        return ask(sql, rows -> rows.next() ? rows.getString(1) : "", values);
    }

    private long number(String sql, Object... values) {
        return ask(sql, rows -> rows.next() ? rows.getLong(1) : 0L, values);
    }

    private void change(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }

    @Override
    public synchronized CompletableFuture<Run> append(Lane lane, List<JournalEntry> together) {
        if (closed) {
            return refused(JournalRefusal.Code.CLOSED);
        }
        JournalRefusal tooLarge = JournalRefusal.ofSize(together);
        if (tooLarge != null) {
            return CompletableFuture.failedFuture(tooLarge);
        }
        try {
            connection.setAutoCommit(false);
            long first = newest(lane) + 1;
            long next = first;
            for (JournalEntry entry : together) {
                change("insert into record values (?, ?, ?, ?)", lane.name(), next++, urgencyOf(entry), entry.record());
            }
            change("update log set newest = ? where lane = ?", next - 1, lane.name());
            connection.commit();
            return CompletableFuture.completedFuture(new Run(first, next - 1));
        } catch (SQLException e) {
            return refused(JournalRefusal.Code.STORAGE_FAILED);
        }
    }

    private static int urgencyOf(JournalEntry entry) {
        return entry.urgency().code();
    }

    private static CompletableFuture<Run> refused(JournalRefusal.Code code) {
        return CompletableFuture.failedFuture(new JournalRefusal(code, code.name()));
    }

    @Override
    public synchronized Stretch read(Lane lane, long from, int maxRecords, int maxBytes) {
        List<byte[]> records = new ArrayList<>();
        long first = ask(
                "select seq, bytes from record where lane = ? and seq >= ? order by seq limit ?",
                rows -> {
                    long start = from;
                    int sum = 0;
                    while (rows.next()) {
                        long seq = rows.getLong(1);
                        byte[] bytes = rows.getBytes(2);
                        start = records.isEmpty() ? seq : start;
                        sum += bytes.length;
                        if (seq != start + records.size() || (!records.isEmpty() && sum > maxBytes)) {
                            break;
                        }
                        records.add(bytes);
                    }
                    return start;
                },
                lane.name(),
                from,
                maxRecords);
        return new Stretch(first, records);
    }

    @Override
    public synchronized @Nullable Run find(Lane lane, Urgency urgency, long from, long to) {
        long first = number(
                "select min(seq) from record where lane = ? and urgency = ? and seq between ? and ?",
                lane.name(),
                urgency.code(),
                from,
                to);
        if (first == 0) {
            return null;
        }
        long last = first;
        while (last < to
                && number(
                                "select count(*) from record where lane = ? and seq = ? and urgency = ?",
                                lane.name(),
                                last + 1,
                                urgency.code())
                        == 1) {
            last++;
        }
        return new Run(first, last);
    }

    @Override
    public LogId log(Lane lane) {
        LogId log = logs.get(lane);
        if (log == null) {
            throw new IllegalStateException("no log for " + lane);
        }
        return log;
    }

    @Override
    public synchronized long oldest(Lane lane) {
        return number("select oldest from log where lane = ?", lane.name());
    }

    @Override
    public synchronized long newest(Lane lane) {
        return number("select newest from log where lane = ?", lane.name());
    }

    @Override
    public synchronized void release(Lane lane, long upTo) {
        try {
            connection.setAutoCommit(false);
            long oldest = Math.max(oldest(lane), Math.min(upTo, newest(lane)) + 1);
            change("update log set oldest = ? where lane = ?", oldest, lane.name());
            change("delete from record where lane = ? and seq < ?", lane.name(), oldest);
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public long bytes() {
        return file.toFile().length();
    }

    @Override
    public List<Fill> fills() {
        return List.of();
    }

    @Override
    public List<JournalGap> gaps() {
        return List.of();
    }

    @Override
    public boolean storageFailed() {
        return false;
    }

    @Override
    public synchronized void close() {
        closed = true;
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
