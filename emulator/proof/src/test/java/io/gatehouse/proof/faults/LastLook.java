package io.gatehouse.proof.faults;

import io.gatehouse.emulator.ledger.Ledger;
import io.gatehouse.emulator.verify.FleetRow;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * How a site is looked at when a row is over. Ledger and fleet are two books that are read one after the other while both
 * may still be written in, so the order decides whether what is found between them means anything.
 *
 * <p>A lock that moves has its record on the gateway's disk before it moves (P2). Therefore, in this order: the devices are
 * stopped, so that no lock moves any more; everything that the gateway's journal holds is awaited at the fleet; the ledger
 * is read; and only then the fleet's rows. Whatever record there was when a lock moved is now among the rows. A lock
 * without one is no matter of time, and waiting longer would not give it one: it is counted as unauthorised. In the other
 * order, rows first and then a ledger in which devices still write, locks that moved in between look as if nobody had
 * decided; and with a judgement that waits until all is explained, a lock that nobody decided about would be waited for
 * and then be blamed on the clock.
 *
 * @param ledger all that devices were told, and all locks that moved
 * @param settled whether the fleet held, in time, all that the gateway has; if not, nothing follows from what is missing
 * @param rows what the fleet held then
 */
record LastLook(List<Ledger.Line> ledger, boolean settled, List<FleetRow> rows) {

    LastLook {
        ledger = List.copyOf(ledger);
        rows = List.copyOf(rows);
    }

    /** What is looked at. */
    interface Place {

        /** Afterwards no device says or hears anything, and no line is added to the ledger. */
        void stopDevices();

        /** Waits until the fleet holds all that the gateway's journal does; false when that did not come to be in time. */
        boolean awaitSettled(Duration patience);

        List<Ledger.Line> ledger() throws IOException;

        List<FleetRow> rows();
    }

    static LastLook at(Place place, Duration patience) throws IOException {
        place.stopDevices();
        boolean settled = place.awaitSettled(patience);
        List<Ledger.Line> ledger = place.ledger();
        return new LastLook(ledger, settled, place.rows());
    }

    /** @param strangers cards that nobody was given, and that were shown */
    Doors doors(long strangers) {
        return Doors.of(ledger, rows, strangers);
    }
}
