package io.gatehouse.gateway.desk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.access.AccessDesk;
import io.gatehouse.access.Read;
import io.gatehouse.access.book.AccessBook;
import io.gatehouse.access.state.CredentialMemory;
import io.gatehouse.gateway.record.Recorder;
import io.gatehouse.protocol.access.Outcome;
import io.gatehouse.protocol.uplink.GatewayEvents;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * What of a decision somebody must hear at once: a reader or a credential that is locked out by it, and a call for help at a
 * door that did not open. Of one that did, the decision itself tells. On the gateway's context.
 */
final class ReadAlarms {

    private final AccessDesk access;
    private final DoorCycles.Teller teller;
    private Supplier<Future<Void>> keeping = Future::succeededFuture;

    ReadAlarms(AccessDesk access, DoorCycles.Teller teller) {
        this.access = access;
        this.teller = teller;
    }

    /** How a lock is brought to the disk; set once while wiring. */
    void locksKeptBy(Supplier<Future<Void>> kept) {
        keeping = kept;
    }

    /** Until when reader and credential are locked out before a decision. */
    record Before(long reader, long credential) {}

    Before before(Read read) {
        return new Before(reader(read), credential(read));
    }

    private long reader(Read read) {
        return read.point() == AccessBook.NOTHING
                ? Long.MIN_VALUE
                : access.site()
                        .map(site -> site.seats().point(read.point()).lockedUntil())
                        .orElse(Long.MIN_VALUE);
    }

    private long credential(Read read) {
        CredentialMemory memory = access.state().credential(read.refLow());
        return memory == null ? Long.MIN_VALUE : memory.lockedUntil();
    }

    /**
     * Tells what somebody must hear of a decision.
     *
     * @param asked as it was asked for by {@link #before}
     * @return completes when a lock that the decision set is on the disk, so that whoever guesses does not get rid of it by
     *     taking the power away; at once when there is none, and also when the disk does not take it: the door goes on
     */
    Future<Void> after(Before was, Read asked, AccessDesk.Ruling ruling) {
        if (asked.point() == AccessBook.NOTHING) {
            return Future.succeededFuture();
        }
        long reader = reader(asked);
        long credential = credential(asked);
        if (reader > was.reader) {
            tell(GatewayEvents.READER_LOCKED_OUT, asked, ruling, reader);
        }
        if (credential > was.credential) {
            tell(GatewayEvents.CREDENTIAL_LOCKED_OUT, asked, ruling, credential);
        }
        if (ruling.verdict().duress() && ruling.verdict().outcome() != Outcome.GRANTED_DURESS) {
            tell(GatewayEvents.DURESS, asked, ruling, Long.MIN_VALUE);
        }
        return reader > was.reader || credential > was.credential
                ? keeping.get().recover(notKept -> Future.succeededFuture())
                : Future.succeededFuture();
    }

    private void tell(String type, Read read, AccessDesk.Ruling ruling, long until) {
        AccessBook book = ruling.site().book();
        ObjectNode body =
                Recorder.body().put("accessPoint", book.point(read.point()).id());
        int door = book.point(read.point()).door();
        if (door != AccessBook.NOTHING) {
            body.put("door", book.door(door).id());
        }
        if (ruling.verdict().person() != AccessBook.NOTHING) {
            body.put("person", book.people().id(ruling.verdict().person()));
        }
        if (until != Long.MIN_VALUE) {
            body.put("until", Instant.ofEpochMilli(until).toString());
        }
        teller.tell(type, book.point(read.point()).point().reader(), body);
    }
}
