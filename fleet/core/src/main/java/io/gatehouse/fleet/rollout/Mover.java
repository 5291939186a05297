package io.gatehouse.fleet.rollout;

import io.gatehouse.fleet.command.Ordered;
import io.gatehouse.fleet.rollout.engine.UnitKey;
import org.jdbi.v3.core.Handle;

/** How a device gets the new one and how it goes back; within the step's transaction. */
interface Mover {

    Ordered install(Handle handle, RolloutRow row, UnitKey unit);

    Ordered goBack(Handle handle, RolloutRow row, UnitKey unit);
}
