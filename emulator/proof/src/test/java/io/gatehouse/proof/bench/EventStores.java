package io.gatehouse.proof.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gatehouse.gateway.journal.FileStorage;
import io.gatehouse.gateway.journal.JournalEntry;
import io.gatehouse.gateway.journal.JournalSettings;
import io.gatehouse.gateway.journal.SegmentJournal;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.EventClass;
import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.TimeQuality;
import io.gatehouse.protocol.uplink.SiteEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.mapdb.BTreeMap;
import org.mapdb.DB;
import org.mapdb.DBMaker;
import org.mapdb.Serializer;

/** The journal and what else could keep events, each with the same records. */
final class EventStores {

    private static final long BOOT = 1_780_000_000_000L;

    private EventStores() {}

    static SiteEvent event(long number) {
        return event("boot-1", number);
    }

    static SiteEvent event(String bootId, long number) {
        return new SiteEvent(
                EventClass.EVIDENCE,
                "DoorOpened",
                device(number),
                bootId,
                number,
                BOOT + number,
                BOOT + number,
                TimeQuality.SYNCED,
                false,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("type", "DoorOpened")
                        .put("door", "door-" + number % 500)
                        .put("bootId", bootId)
                        .put("seq", number),
                null);
    }

    private static DeviceId device(long number) {
        return new DeviceId("reader-" + number % 500);
    }

    static EventStore journal(Path folder) throws IOException {
        SegmentJournal journal = SegmentJournal.open(
                new FileStorage(folder), JournalSettings.usual(), () -> new LogId("0123456789abcdef".repeat(2)));
        return new EventStore() {
            @Override
            public void append(int events) {
                List<JournalEntry> together = new ArrayList<>(events);
                long next = newest() + 1;
                for (int i = 0; i < events; i++) {
                    SiteEvent event = event(next + i);
                    together.add(new JournalEntry(event.urgency(), event.toBytes()));
                }
                journal.append(Lane.EVIDENCE, together).join();
            }

            @Override
            public long newest() {
                return journal.newest(Lane.EVIDENCE);
            }

            @Override
            public void close() {
                journal.close();
            }
        };
    }

    static EventStore sqlite(Path folder) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("events.db"));
        try (Statement statement = connection.createStatement()) {
            statement.execute("pragma journal_mode=WAL");
            statement.execute("pragma synchronous=FULL");
            statement.execute("create table if not exists event (seq integer primary key, type text, device text,"
                    + " device_seq integer, gateway_time integer, record blob)");
            statement.execute("create index if not exists event_device on event (device, device_seq)");
            statement.execute("create index if not exists event_time on event (gateway_time)");
        }
        connection.setAutoCommit(false);
        return new Sqlite(connection);
    }

    private record Sqlite(Connection connection) implements EventStore {

        @Override
        public void append(int events) {
            long next = newest() + 1;
            try (PreparedStatement insert =
                    connection.prepareStatement("insert into event values (?, ?, ?, ?, ?, ?)")) {
                for (long number = next; number < next + events; number++) {
                    insert.setLong(1, number);
                    insert.setString(2, "DoorOpened");
                    insert.setString(3, device(number).value());
                    insert.setLong(4, number);
                    insert.setLong(5, BOOT + number);
                    insert.setBytes(6, event(number).toBytes());
                    insert.addBatch();
                }
                insert.executeBatch();
                connection.commit();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public long newest() {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("select coalesce(max(seq), 0) from event")) {
                row.next();
                return row.getLong(1);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() {
            try {
                connection.close();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    static EventStore mapDb(Path folder) {
        DB db = DBMaker.fileDB(folder.resolve("events.map").toFile())
                .transactionEnable()
                .make();
        BTreeMap<Long, byte[]> map =
                db.treeMap("event", Serializer.LONG, Serializer.BYTE_ARRAY).createOrOpen();
        return new EventStore() {
            @Override
            public void append(int events) {
                long next = newest() + 1;
                for (long number = next; number < next + events; number++) {
                    map.put(number, event(number).toBytes());
                }
                db.commit();
            }

            @Override
            public long newest() {
                Long last = map.isEmpty() ? null : map.lastKey();
                return last == null ? 0 : last;
            }

            @Override
            public void close() {
                db.close();
            }
        };
    }
}
