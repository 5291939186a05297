package io.gatehouse.fleet.core;

import io.gatehouse.fleet.alarm.Alarming;
import io.gatehouse.fleet.alarm.Forgetting;
import io.gatehouse.fleet.notify.Channels;
import io.gatehouse.fleet.notify.Outbox;
import io.gatehouse.fleet.presence.DeviceQuestions;
import io.gatehouse.fleet.presence.LastDay;
import io.gatehouse.fleet.search.Views;
import io.gatehouse.launch.Surroundings;
import java.time.Clock;

/** The parts of a core that watch over it: questions, alarms, and who is told. Each from any thread; all of them block. */
public record Watching(
        DeviceQuestions devices, Views views, Alarming alarms, Channels channels, Outbox outbox, Ledger ledger) {

    /** Looking back: what happened in the last day, and forgetting what is old. */
    public record Ledger(LastDay lastDay, Forgetting forgetting) {}

    public static Watching of(FleetCore core, Surroundings surroundings) {
        Clock clock = surroundings.clock();
        Outbox outbox = new Outbox(core.jdbi(), core.keys(), surroundings);
        Channels channels = new Channels(core.jdbi(), core.keys(), clock);
        channels.sealOld();
        DeviceQuestions devices = new DeviceQuestions(core.deviceBoard());
        return new Watching(
                devices,
                new Views(core.jdbi(), clock),
                new Alarming(core.jdbi(), clock, core.overview(), devices, outbox),
                channels,
                outbox,
                new Ledger(new LastDay(core.jdbi(), clock), new Forgetting(core.jdbi(), clock)));
    }

    public LastDay lastDay() {
        return ledger.lastDay;
    }

    public Forgetting forgetting() {
        return ledger.forgetting;
    }
}
