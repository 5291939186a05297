package io.gatehouse.fleet.core;

import io.gatehouse.fleet.access.Passes;
import io.gatehouse.fleet.access.People;
import io.gatehouse.fleet.access.PeopleIndex;
import io.gatehouse.fleet.store.Keys;
import org.jdbi.v3.core.Jdbi;

/** Keeps people's names sealed, and the index over them warm. */
record NameKeeping(Jdbi jdbi, Keys keys, PeopleIndex index, Passes passes) {

    /** Names that were written before there were keys, or by somebody else, must not stay readable. */
    void sealOld() {
        int all = 0;
        int some;
        do {
            some = People.sealOpenNames(jdbi, keys);
            all += some;
        } while (some > 0);
        if (all > 0) {
            // the rows from before are in the table's file until it is written anew
            jdbi.useHandle(handle -> handle.execute("vacuum full person"));
        }
    }

    /** A part at a time: other chores wait meanwhile. */
    void keep() {
        People.sealOpenNames(jdbi, keys);
        passes.sealHolders();
        index.warmUp();
    }
}
