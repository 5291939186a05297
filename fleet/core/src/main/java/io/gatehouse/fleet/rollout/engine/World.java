package io.gatehouse.fleet.rollout.engine;

import java.time.ZoneId;
import java.util.List;
import java.util.Set;

/** The facts of one moment. */
public interface World {

    Sighting of(UnitKey unit);

    /** The lanes or doors of an entrance, each by its devices, those of the rollout among them. */
    List<Set<UnitKey>> lanes(String entrance);

    /** Whether the device does its work now, and no other rollout is at it. */
    boolean works(UnitKey device);

    /** Whether something goes on at the site during which nothing is touched: a lockdown, a fire alarm, a muster. */
    boolean emergencyAt(String site);

    ZoneId zoneOf(String site);
}
