package io.gatehouse.fleet.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.gatehouse.launch.StartRefusal;
import io.gatehouse.launch.Surroundings;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The open database, migrated to this version's schema. */
public final class Database implements AutoCloseable {

    /** What this software can read; see the table {@code schema_reader}. */
    private static final int READER = 1;

    private final HikariDataSource pool;
    private final Jdbi jdbi;
    private final @Nullable BundledPostgres bundled;

    private Database(HikariDataSource pool, @Nullable BundledPostgres bundled) {
        this.pool = pool;
        this.jdbi = Jdbi.create(pool);
        this.bundled = bundled;
    }

    /**
     * Starts the bundled PostgreSQL in the folder, or connects to the operator's, and migrates.
     *
     * @throws StartRefusal when neither can be had
     */
    public static Database open(DatabaseSettings settings, Path folder, Surroundings surroundings) {
        BundledPostgres bundled = null;
        HikariConfig config = new HikariConfig();
        if (settings.url().isPresent()) {
            config.setJdbcUrl(settings.url().get());
            settings.user().ifPresent(config::setUsername);
            settings.password().ifPresent(config::setPassword);
        } else {
            bundled = BundledPostgres.start(folder.resolve("postgresql"), surroundings);
            config.setJdbcUrl(bundled.url());
            config.setUsername(BundledPostgres.USER);
            config.setPassword(bundled.password());
        }
        config.setMaximumPoolSize(settings.connections());
        config.setMinimumIdle(1);
        config.setPoolName("fleet-db");
        config.setConnectionTimeout(5_000);
        // a database that is gone without a word is given up, and no thread waits for it for ever
        config.addDataSourceProperty("connectTimeout", "5");
        config.addDataSourceProperty("socketTimeout", "60");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.setInitializationFailTimeout(10_000);
        try {
            HikariDataSource pool = new HikariDataSource(config);
            mayRead(pool);
            migrate(pool);
            Database database = new Database(pool, bundled);
            database.makeEventPartitions(
                    LocalDate.ofInstant(surroundings.clock().instant(), ZoneOffset.UTC));
            return database;
        } catch (RuntimeException e) {
            if (bundled != null) {
                bundled.stop();
            }
            throw e instanceof StartRefusal refusal
                    ? refusal
                    : new StartRefusal(
                            "gatehouse.fleet.database.url", "the database cannot be used: " + rootMessage(e));
        }
    }

    /** A migration that leaves nothing for the version before to read raises the number. */
    private static void mayRead(HikariDataSource pool) {
        int least = Jdbi.create(pool)
                .withHandle(handle -> handle.createQuery("select to_regclass('schema_reader') is not null")
                                .mapTo(Boolean.class)
                                .one()
                        ? handle.createQuery("select max(least) from schema_reader")
                                .mapTo(Integer.class)
                                .one()
                        : 0);
        if (least > READER) {
            throw new StartRefusal(
                    "gatehouse.fleet.database.url",
                    "the database was migrated by a version that is too far ahead (it is read from " + least
                            + " on, this software is " + READER + ")");
        }
    }

    private static void migrate(HikariDataSource pool) {
        Flyway.configure(Database.class.getClassLoader())
                .dataSource(pool)
                .locations("classpath:db/migration")
                .load()
                .migrate();
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    /** Makes this month's partition of the events and the next one's; cheap when they are there. */
    public void makeEventPartitions(LocalDate today) {
        for (int ahead = 0; ahead <= 1; ahead++) {
            LocalDate month = today.withDayOfMonth(1).plusMonths(ahead);
            String name = "event_" + month.getYear() + "_" + month.getMonthValue();
            jdbi.useHandle(handle -> handle.execute("create table if not exists " + name
                    + " partition of event for values from ('" + month + "T00:00:00Z') to ('"
                    + month.plusMonths(1) + "T00:00:00Z')"));
        }
    }

    public Jdbi jdbi() {
        return jdbi;
    }

    @Override
    public void close() {
        pool.close();
        if (bundled != null) {
            bundled.stop();
        }
    }
}
