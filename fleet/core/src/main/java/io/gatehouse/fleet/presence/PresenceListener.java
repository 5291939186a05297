package io.gatehouse.fleet.presence;

import java.util.List;

/** Hears of those who come and go, at most two seconds late, on the thread that looks; must return soon. */
@FunctionalInterface
public interface PresenceListener {

    void changed(List<PresenceChange> changes);
}
