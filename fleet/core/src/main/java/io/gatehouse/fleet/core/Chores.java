package io.gatehouse.fleet.core;

import io.gatehouse.fleet.access.CardUses;
import io.gatehouse.fleet.audit.ChainCheck;
import io.gatehouse.fleet.command.Commands;
import io.gatehouse.fleet.event.GapLook;
import io.gatehouse.fleet.patrol.PhonePairings;
import io.gatehouse.fleet.patrol.RoundKeeper;
import io.gatehouse.fleet.sitebook.SiteBooks;
import io.gatehouse.fleet.store.Database;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has to be done again and again, on one thread of its own: expire commands, look for gaps, note uses, make partitions. */
final class Chores implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Chores.class);
    private static final int STOP_SECONDS = 10;

    private final ScheduledThreadPoolExecutor thread =
            new ScheduledThreadPoolExecutor(1, task -> new Thread(task, "fleet-chores"));
    private final Database database;
    private final Commands commands;
    private final Looks looks;
    private final Runnable names;
    private final Clock clock;

    /** What looks for what is missing or wrong. */
    record Looks(GapLook gaps, ChainCheck chains) {}

    /** @param names keeps the names of people sealed and searchable */
    Chores(Database database, Commands commands, Looks looks, Runnable names, Clock clock) {
        this.database = database;
        this.commands = commands;
        this.looks = looks;
        this.names = names;
        this.clock = clock;
    }

    void start() {
        once("index names", names);
        every(2, "check the evidence", looks.chains()::run);
        every(5, "expire commands", commands::expire);
        every(10, "look for gaps of logs", looks.gaps()::lookAtLogs);
        every(30, "look for gaps of devices", looks.gaps()::lookAtDevices);
        every(20, "note the use of credentials", new CardUses(database.jdbi(), clock)::look);
        every(60, "seal and index names", names);
        every(3_600, "forget old changes", () -> SiteBooks.forgetOldChanges(database.jdbi()));
        every(
                3_600,
                "make partitions",
                () -> database.makeEventPartitions(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC)));
    }

    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("a chore did not end within {} s", STOP_SECONDS);
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            thread.shutdownNow();
        }
    }

    private void once(String what, Runnable chore) {
        thread.execute(() -> attempt(what, chore));
    }

    /** Before the start. */
    void keep(RoundKeeper rounds) {
        every(5, "keep rounds", rounds::look);
        every(3_600, "look at what came late of rounds", rounds::sweep);
        every(5, "know phones that gateways paired", new PhonePairings(database.jdbi(), clock)::look);
    }

    /** Before the start, or from it. */
    void every(int seconds, String what, Runnable chore) {
        thread.scheduleWithFixedDelay(() -> attempt(what, chore), seconds, seconds, TimeUnit.SECONDS);
    }

    private static void attempt(String what, Runnable chore) {
        try {
            chore.run();
        } catch (RuntimeException e) {
            // it comes again; a chore that threw would not
            LOG.warn("could not {}: {}", what, e.toString());
        }
    }
}
