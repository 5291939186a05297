package io.gatehouse.fleet.web;

import io.gatehouse.fleet.core.FleetCore;
import io.gatehouse.fleet.note.DeviceNotes;
import io.gatehouse.fleet.plan.FloorPlans;
import io.gatehouse.fleet.plan.PlanPlaces;
import io.gatehouse.fleet.web.api.AccessGround;
import io.gatehouse.fleet.web.api.NoteApi;
import io.gatehouse.fleet.web.api.PlaceApi;
import io.gatehouse.fleet.web.api.PlanApi;
import io.gatehouse.fleet.web.call.Operations;
import io.gatehouse.fleet.web.call.Work;
import java.time.Clock;

/** Joins what is drawn and photographed: plans of floors with what stands on them, notes of devices. */
final class FloorWeb {

    private FloorWeb() {}

    static void addTo(Operations operations, Web.Ground on, AccessGround ground) {
        FleetCore core = on.core();
        Clock clock = on.surroundings().clock();
        Work drawing = new Work(on.vertx().createSharedWorkerExecutor("fleet-pictures", 1), 8);
        new PlanApi(new FloorPlans(core.jdbi(), core.keys(), clock), ground, drawing).addTo(operations);
        new NoteApi(notes(core, clock), core.deviceBoard(), ground, drawing).addTo(operations);
        new PlaceApi(new PlanPlaces(core.jdbi(), core.deviceBoard(), clock), ground).addTo(operations);
    }

    static DeviceNotes notes(FleetCore core, Clock clock) {
        return new DeviceNotes(core.jdbi(), core.keys(), clock);
    }
}
