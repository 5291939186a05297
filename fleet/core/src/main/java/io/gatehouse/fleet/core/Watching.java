package io.gatehouse.fleet.core;

import io.gatehouse.fleet.alarm.Alarming;
import io.gatehouse.fleet.notify.Channels;
import io.gatehouse.fleet.notify.Outbox;
import io.gatehouse.fleet.presence.DeviceQuestions;
import io.gatehouse.fleet.search.Views;
import io.gatehouse.launch.Surroundings;
import java.time.Clock;

/** The parts of a core that watch over it: questions, alarms, and who is told. Each from any thread; all of them block. */
public record Watching(DeviceQuestions devices, Views views, Alarming alarms, Channels channels, Outbox outbox) {

    public static Watching of(FleetCore core, Surroundings surroundings) {
        Clock clock = surroundings.clock();
        Outbox outbox = new Outbox(core.jdbi(), core.keys(), surroundings);
        DeviceQuestions devices = new DeviceQuestions(core.deviceBoard());
        return new Watching(
                devices,
                new Views(core.jdbi(), clock),
                new Alarming(core.jdbi(), clock, core.overview(), devices, outbox),
                new Channels(core.jdbi(), core.keys(), clock),
                outbox);
    }
}
