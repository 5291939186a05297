package io.gatehouse.fleet.core;

import io.gatehouse.fleet.command.CommandQueue;
import io.gatehouse.fleet.command.Commands;
import io.gatehouse.fleet.command.Jobs;
import io.gatehouse.fleet.command.Outlet;
import io.gatehouse.fleet.rollout.Artifacts;
import io.gatehouse.fleet.rollout.Rollouts;
import io.gatehouse.fleet.store.Keys;
import io.gatehouse.fleet.twin.GatewayConfigurations;
import io.gatehouse.fleet.twin.ProfileSettings;
import io.gatehouse.fleet.twin.Twins;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.protocol.profile.Profiles;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;

/** What changes devices, wired: jobs, settings, artifacts and rollouts. Safe from any thread. */
public final class ChangeRooms {

    private static final int STEP_SECONDS = 2;
    private static final int SAY_AGAIN_SECONDS = 5;

    private final Outlet outlet = new Outlet();
    private final Jobs jobs;
    private final CommandQueue queue;
    private final Artifacts artifacts;
    private final Twins twins;
    private final GatewayConfigurations gatewayConfigurations;
    private final Rollouts rollouts;

    /** @param profiles those in force; asked for often */
    ChangeRooms(Jdbi jdbi, Keys keys, Commands commands, Supplier<Profiles> profiles, Surroundings surroundings) {
        this.jobs = new Jobs(jdbi, commands, surroundings);
        this.queue = new CommandQueue(jdbi, surroundings.clock());
        this.artifacts = new Artifacts(jdbi, keys, surroundings);
        this.twins =
                new Twins(jdbi, commands, new ProfileSettings(profiles, surroundings.clock()), outlet, surroundings);
        this.gatewayConfigurations = new GatewayConfigurations(jdbi, keys, commands, surroundings);
        this.rollouts = new Rollouts(jdbi, commands, artifacts, twins, outlet, surroundings);
    }

    /** Who runs something again and again. */
    interface Again {
        void every(int seconds, String what, Runnable chore);
    }

    void chores(Again again) {
        again.every(STEP_SECONDS, "go on with rollouts", rollouts::tick);
        again.every(STEP_SECONDS, "compare settings", twins::tick);
        again.every(SAY_AGAIN_SECONDS, "say commands again", () -> outlet.send(queue.unheard()));
        again.every(SAY_AGAIN_SECONDS, "end jobs that nobody agreed to", jobs::lapse);
    }

    /** Where the orders leave; set while wiring. */
    public Outlet outlet() {
        return outlet;
    }

    public Jobs jobs() {
        return jobs;
    }

    public CommandQueue queue() {
        return queue;
    }

    public Artifacts artifacts() {
        return artifacts;
    }

    public Twins twins() {
        return twins;
    }

    public GatewayConfigurations gatewayConfigurations() {
        return gatewayConfigurations;
    }

    public Rollouts rollouts() {
        return rollouts;
    }
}
