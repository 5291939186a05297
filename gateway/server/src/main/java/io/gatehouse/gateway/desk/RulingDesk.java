package io.gatehouse.gateway.desk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.access.AccessDesk;
import io.gatehouse.access.Read;
import io.gatehouse.access.Words;
import io.gatehouse.access.book.AccessBook;
import io.gatehouse.gateway.device.CommandWay;
import io.gatehouse.gateway.record.Recorder;
import io.gatehouse.gateway.record.Stamps;
import io.gatehouse.gateway.sitebook.SiteBookSnapshot;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.EventClass;
import io.gatehouse.protocol.TimeQuality;
import io.gatehouse.protocol.access.AccessDecision;
import io.gatehouse.protocol.access.CredentialRef;
import io.gatehouse.protocol.access.ReasonCode;
import io.gatehouse.protocol.command.DeviceCommand;
import io.gatehouse.protocol.device.PresentedCredential;
import io.gatehouse.protocol.pass.RemoteOpening;
import io.gatehouse.protocol.sitebook.Factor;
import io.gatehouse.protocol.sitebook.SiteBook;
import io.gatehouse.protocol.uplink.GatewayEvents;
import io.gatehouse.protocol.uplink.SiteEvent;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/**
 * Decisions that no read at a reader brings: somebody answered, a delay is over, a phone asked to open. Recorded, then
 * carried to the reader and to the lock. On the gateway's context.
 */
public final class RulingDesk {

    /** Of openings that are checked at the same time; more have to come again. */
    private static final int MOST_CHECKS = 16;

    private final Context context;
    private final Supplier<Optional<SiteBookSnapshot>> book;
    private final FrontDesk.Around around;
    private final Stamps stamps;
    private final Recorder recorder;
    private final Desks desks;
    private final CommandWay locks;
    private int checks;

    RulingDesk(Context context, FrontDesk.Around around, FrontDesk.Records records, Desks desks, CommandWay locks) {
        this.context = context;
        this.book = around.book();
        this.around = around;
        this.stamps = records.stamps();
        this.recorder = records.recorder();
        this.desks = desks;
        this.locks = locks;
    }

    /** Who decides, and what is said of it. */
    record Desks(AccessDesk access, ReadDesk reads, PassDesk passes, AnswerCommands commands) {}

    /** What became of a phone's opening. */
    public sealed interface Opening {

        /** Decided, and recorded. */
        record Decided(AccessDecision decision) implements Opening {}

        /** Not signed as it must be; nothing is recorded but how often that happens. */
        record Forged() implements Opening {}

        /** Try again: no site book, no disk, or too many at once. */
        record Busy() implements Opening {}
    }

    /**
     * A host's or an operator's answer to what an access point asked.
     *
     * @param by who answered, for the record
     * @return whether anything was asked there
     */
    public boolean answered(String accessPoint, boolean approved, String by) {
        SiteEvent.Stamp now = stamps.now();
        Optional<SiteBookSnapshot> inForce = book.get();
        int point = inForce.map(b -> desks.reads.inForce(b).pointNumber(accessPoint))
                .orElse(AccessBook.NOTHING);
        if (point == AccessBook.NOTHING) {
            return false;
        }
        Optional<AccessDesk.Ruling> ruling = desks.access.answered(point, approved, now.gatewayTime());
        ObjectNode body = Recorder.body().put("answeredBy", by);
        ruling.ifPresent(
                made -> carryOut(inForce.orElseThrow(), made, new Told(GatewayEvents.ACCESS_DECIDED, body), now));
        return ruling.isPresent();
    }

    /** Records what was decided without a read, and carries it out. */
    void decided(SiteBookSnapshot inForce, AccessDesk.Ruling ruling, SiteEvent.Stamp stamp) {
        carryOut(inForce, ruling, new Told(GatewayEvents.ACCESS_DECIDED, Recorder.body()), stamp);
    }

    /** The record's type, and what it says beside the decision. */
    private record Told(String type, ObjectNode body) {}

    private Future<AccessDecision> carryOut(
            SiteBookSnapshot inForce, AccessDesk.Ruling ruling, Told told, SiteEvent.Stamp stamp) {
        AccessDecision decision = Words.of(ruling.site(), ruling.read(), ruling.verdict(), "");
        DeviceId reader =
                ruling.site().book().point(ruling.read().point()).point().reader();
        SiteEvent event = SiteEvent.ofGateway(EventClass.EVIDENCE, told.type(), reader, stamp, told.body())
                .with(decision);
        around.decisions().add(stamp.gatewayTime(), reader, decision, inForce);
        Optional<DeviceCommand> command = desks.commands.of(inForce.packed(), null, decision, stamp.gatewayTime());
        return desks.passes
                .spend(ruling)
                .compose(kept -> recorder.record(event))
                .map(seq -> {
                    command.ifPresent(answer -> hand(inForce, reader, decision, answer));
                    return decision;
                });
    }

    private void hand(SiteBookSnapshot inForce, DeviceId reader, AccessDecision decision, DeviceCommand answer) {
        locks.hand(reader, answer);
        String door = decision.door();
        if (door != null && decision.outcome().opens()) {
            inForce.door(door)
                    .map(SiteBook.Door::lock)
                    .filter(lock -> !lock.equals(reader))
                    .ifPresent(lock -> locks.hand(lock, answer));
        }
    }

    /**
     * A resident's phone asks to open a gate. Its signatures are checked on a worker, whether the person may pass is asked of
     * the rules; what is forged locks no reader out. Completes when it is recorded and the lock was told; does not fail.
     */
    public Future<Opening> opening(String text) {
        Optional<SiteBookSnapshot> inForce = book.get();
        int point = inForce.flatMap(b -> RemoteOpening.gateOf(text).map(desks.reads.inForce(b)::pointNumber))
                .orElse(AccessBook.NOTHING);
        if (inForce.isEmpty() || checks >= MOST_CHECKS) {
            return Future.succeededFuture(new Opening.Busy());
        } else if (point == AccessBook.NOTHING) {
            return forged();
        }
        SiteEvent.Stamp now = stamps.now();
        PresentedCredential shown = new PresentedCredential(Factor.MOBILE_BLE.name(), "RAW", 0, text);
        String ref = CredentialRef.of(inForce.get().packed().credentialKey(), shown);
        Read read = Read.of(point, ref, now.gatewayTime())
                .by(Factor.MOBILE_BLE)
                .timeTrusted(now.quality() != TimeQuality.UNTRUSTED);
        Callable<Brought> check = PassDesk.check(inForce.get(), read, shown);
        if (check == null) {
            return forged();
        }
        checks++;
        return context.executeBlocking(check, false)
                .onComplete(done -> checks--)
                .compose(brought -> checked(read, brought, now))
                .recover(failure -> Future.succeededFuture(new Opening.Busy()));
    }

    private Future<Opening> checked(Read read, Brought brought, SiteEvent.Stamp now) {
        boolean forged = brought instanceof Brought.Refused refused
                && (refused.why() == ReasonCode.SIGNATURE_INVALID || refused.why() == ReasonCode.BAD_FORMAT);
        if (forged) {
            return forged();
        }
        SiteBookSnapshot inForce = book.get().orElseThrow();
        AccessDesk.Ruling ruling = desks.passes.present(desks.reads.inForce(inForce), read, brought);
        return carryOut(inForce, ruling, new Told(GatewayEvents.PHONE_OPENING, Recorder.body()), now)
                .map(Opening.Decided::new);
    }

    private Future<Opening> forged() {
        around.devices().stranger("phone opening");
        return Future.succeededFuture(new Opening.Forged());
    }
}
