package io.gatehouse.access;

import io.gatehouse.access.state.DoorMemory;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is ordered for a whole site, by its inputs, an operator or the fleet; every one is recorded by who carries it. */
public sealed interface SiteOrder {

    /** A fire input went on or off. Nobody's authority is asked. */
    record Fire(String zone, boolean on) implements SiteOrder {}

    /** @param level a level that areas name a clearance for, or nothing */
    record ThreatLevel(@Nullable String level) implements SiteOrder {}

    /**
     * Anybody who may order at all may lock down.
     *
     * @param doors ids; empty for all
     * @param authority whether who orders may release; only asked for a release
     */
    record Lockdown(List<String> doors, boolean on, boolean authority) implements SiteOrder {
        public Lockdown {
            doors = List.copyOf(doors);
        }
    }

    /**
     * A door locked, unlocked, blocked, locked open, or again as its book says. A lockdown is only ended by its own release;
     * what is locked open only by the book's own way, and by no lockdown.
     */
    record Door(String door, DoorMemory.Order order) implements SiteOrder {}

    /** @param until the door stands open until then, milliseconds since 1970; a time that is over ends it */
    record Hold(String door, long until) implements SiteOrder {}

    /** Where this person is no longer counts. */
    record ForgivePerson(String person) implements SiteOrder {}

    /** Where the people of this area are no longer counts. */
    record ForgiveArea(String area) implements SiteOrder {}

    record ForgiveAll() implements SiteOrder {}

    /** Takes a reader's lock after wrong attempts away. */
    record ReleaseReader(String accessPoint) implements SiteOrder {}

    /** Takes a credential's lock after wrong attempts away. */
    record ReleaseCredential(String ref) implements SiteOrder {}

    /** An evacuation runs: reads at assembly points count people as safe. */
    record Muster(boolean on) implements SiteOrder {}

    /** A gateway that keeps shared areas is out of reach, or back. */
    record Peer(boolean lost) implements SiteOrder {}
}
