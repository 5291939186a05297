package io.gatehouse.fleet.commission;

import io.gatehouse.fleet.presence.DeviceBoard;
import io.gatehouse.fleet.profile.ProfileShelf;
import io.gatehouse.fleet.store.Keys;
import io.gatehouse.launch.Surroundings;
import org.jdbi.v3.core.Jdbi;

/** The parts of this room, joined. */
public record Commission(
        ProfileShelf profiles,
        Positions positions,
        Checklist checklist,
        Photos photos,
        CommissioningRecords records,
        Readiness readiness,
        WorkList work) {

    public static Commission of(
            Jdbi jdbi, Keys keys, ProfileShelf shelf, MetricsNow metrics, Surroundings surroundings) {
        Positions positions = new Positions(jdbi, shelf, keys, surroundings);
        DeviceBoard devices = new DeviceBoard(jdbi, surroundings.clock(), shelf::inForce);
        Checklist checklist = new Checklist(jdbi, shelf, devices, metrics, surroundings.clock());
        return new Commission(
                shelf,
                positions,
                checklist,
                new Photos(jdbi),
                new CommissioningRecords(jdbi, shelf, checklist, keys, surroundings.clock()),
                new Readiness(positions),
                new WorkList(jdbi, positions, devices, shelf));
    }
}
