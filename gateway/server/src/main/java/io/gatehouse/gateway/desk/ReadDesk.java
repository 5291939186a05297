package io.gatehouse.gateway.desk;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.access.AccessDesk;
import io.gatehouse.access.Proof;
import io.gatehouse.access.Read;
import io.gatehouse.access.Words;
import io.gatehouse.access.book.AccessBook;
import io.gatehouse.access.book.LevelsInBook;
import io.gatehouse.access.state.Wait;
import io.gatehouse.gateway.sitebook.SiteBookSnapshot;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.TimeQuality;
import io.gatehouse.protocol.access.AccessDecision;
import io.gatehouse.protocol.access.CredentialRef;
import io.gatehouse.protocol.access.PinHash;
import io.gatehouse.protocol.access.ReasonCode;
import io.gatehouse.protocol.card.CardFault;
import io.gatehouse.protocol.card.CardFormat;
import io.gatehouse.protocol.device.DeviceEvent;
import io.gatehouse.protocol.device.PresentedCredential;
import io.gatehouse.protocol.sitebook.CredentialRules;
import io.gatehouse.protocol.sitebook.Factor;
import io.gatehouse.protocol.uplink.SiteEvent;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Turns a read into a decision. On the gateway's context, save for the comparing of PINs. */
final class ReadDesk {

    private static final int PERCENT = 100;
    /** Until then a PIN that comes alone is told that it came too late for its card; later it is one by itself. */
    private static final long LATE_PIN_MILLIS = 60_000;

    private final AccessDesk access;
    private final PassDesk passes;
    private final ReadAlarms alarms;
    private final Random random;
    private @Nullable SiteBookSnapshot used;

    ReadDesk(AccessDesk access, PassDesk passes, ReadAlarms alarms, Random random) {
        this.access = access;
        this.alarms = alarms;
        this.passes = passes;
        this.random = random;
    }

    /** A read with what a worker must find out first. */
    record Shown(DeviceEvent event, Read read, @Nullable Callable<Found> slow) {}

    /** What a worker found out. */
    record Found(Proof pin, @Nullable Brought brought) {

        static final Found NOTHING = new Found(Proof.NONE, null);
    }

    /** A decision, and when what it spends is kept; that never fails. */
    record Decided(AccessDecision decision, Future<Void> kept) {}

    /** A PIN and what it is compared with. Comparing takes some 40 ms: on a worker. */
    private record PinCheck(
            byte[] siteKey,
            String entered,
            @Nullable String pin,
            @Nullable String duress) implements Callable<Found> {

        /** Both are always compared, so that the time does not tell which one it was. */
        @Override
        public Found call() {
            boolean right = pin != null && PinHash.verify(siteKey, pin, entered);
            boolean help = duress != null && PinHash.verify(siteKey, duress, entered);
            return new Found(help ? Proof.DURESS : right ? Proof.MATCH : Proof.WRONG, null);
        }
    }

    /** Takes another book into force when there is one. */
    AccessBook inForce(SiteBookSnapshot book) {
        if (used != book) {
            access.use(book.packed());
            used = book;
        }
        return book.packed();
    }

    /**
     * A live read is judged at the gateway's time, whatever the device's clock says. One that is told later is judged at
     * its own time, when that can be believed.
     */
    Shown shown(
            SiteBookSnapshot snapshot,
            DeviceId reader,
            DeviceEvent event,
            SiteEvent.Stamp stamp,
            TimeQuality gatewayClock) {
        AccessBook book = inForce(snapshot);
        Instant deviceTime = event.envelope().time();
        boolean later = event.envelope().replayed();
        boolean itsOwnTime = later && deviceTime != null && stamp.quality() != TimeQuality.UNTRUSTED;
        long at = itsOwnTime && deviceTime != null ? deviceTime.toEpochMilli() : stamp.gatewayTime();
        int point = pointOf(book, reader, event);
        PresentedCredential credential = PresentedCredential.of(event);
        String ref = CredentialRef.of(book.credentialKey(), credential);
        Read read = Read.of(point, ref, at)
                .by(Objects.requireNonNullElse(LevelsInBook.factor(credential.type()), Factor.CARD))
                .match(match(event))
                .fault(fault(book, credential))
                .timeTrusted(later ? itsOwnTime : gatewayClock != TimeQuality.UNTRUSTED)
                .chance(chance(book, point));
        Callable<Brought> brought = PassDesk.check(snapshot, read, credential);
        if (brought != null) {
            return new Shown(event, later ? read.late() : read, () -> new Found(Proof.NONE, brought.call()));
        }
        if (later) {
            return new Shown(event, read.late(), null);
        }
        return withPin(book, event, read, credential);
    }

    /** Drawn only where people are picked for a search. */
    private int chance(AccessBook book, int point) {
        boolean searches =
                point != AccessBook.NOTHING && book.point(point).rules().searchPercent() > 0;
        return searches ? random.nextInt(PERCENT) : PERCENT;
    }

    private Shown withPin(AccessBook book, DeviceEvent event, Read read, PresentedCredential credential) {
        JsonNode along = event.body().path("credential").path("pin");
        if (along.isTextual()) {
            return new Shown(event, read, check(book, read, along.textValue()));
        }
        Optional<Wait> awaited = read.point() == AccessBook.NOTHING
                ? Optional.empty()
                : access.awaited(read.point())
                        .filter(wait -> wait.kind() == Wait.Kind.FACTORS)
                        .filter(wait -> read.at() < wait.until() + LATE_PIN_MILLIS);
        if (read.factor() != Factor.PIN || awaited.isEmpty()) {
            return new Shown(event, read, null);
        }
        Read second = Read.of(
                        read.point(), awaited.get().refHigh(), awaited.get().refLow(), read.at())
                .by(Factor.PIN)
                .timeTrusted(read.timeTrusted())
                .chance(read.chance());
        return new Shown(event, second, check(book, second, credential.number()));
    }

    private static PinCheck check(AccessBook book, Read read, String entered) {
        int credential = book.credentials().find(read.refHigh(), read.refLow());
        CredentialRules rules = credential == AccessBook.NOTHING
                ? CredentialRules.PLAIN
                : book.credentials().rules(credential);
        return new PinCheck(book.credentialKey(), entered, rules.pin(), rules.duressPin());
    }

    private static @Nullable ReasonCode fault(AccessBook book, PresentedCredential credential) {
        CardFault fault = credential.fault();
        if (fault != null) {
            return ReasonCode.valueOf(fault.name());
        }
        boolean ours = book.policies().ownsFacility(credential.facility())
                || CardFormat.named(credential.format())
                        .filter(CardFormat::hasFacility)
                        .isEmpty();
        return ours ? null : ReasonCode.FACILITY_CODE_MISMATCH;
    }

    /** What the device says about a face or finger that it compared itself. */
    private static Proof match(DeviceEvent event) {
        JsonNode credential = event.body().path("credential");
        if (credential.path("live").isBoolean() && !credential.path("live").booleanValue()) {
            return Proof.NOT_LIVING;
        }
        return switch (credential.path("match").asText("")) {
            case "YES" -> Proof.MATCH;
            case "NO" -> Proof.WRONG;
            case "WEAK" -> Proof.WEAK;
            default -> Proof.NONE;
        };
    }

    private static int pointOf(AccessBook book, DeviceId reader, DeviceEvent event) {
        JsonNode named = event.body().path("accessPoint");
        return book.pointOf(reader, named.isTextual() ? named.textValue() : null);
    }

    /** Decides and commits. */
    Decided decide(SiteBookSnapshot snapshot, Shown shown, Found found) {
        AccessBook book = inForce(snapshot);
        Read read = shown.read().pin(found.pin());
        Brought brought = found.brought();
        ReadAlarms.Before before = alarms.before(read);
        AccessDesk.Ruling ruling = brought == null ? access.present(read) : passes.present(book, read, brought);
        Future<Void> locked = alarms.after(before, read, ruling);
        String mask = CredentialRef.mask(PresentedCredential.of(shown.event()));
        return new Decided(
                Words.of(ruling.site(), ruling.read(), ruling.verdict(), mask), and(locked, passes.spend(ruling)));
    }

    /** Both; what is done already costs the read nothing. */
    private static Future<Void> and(Future<Void> one, Future<Void> other) {
        return one.isComplete() ? other : one.compose(done -> other);
    }

    /** How a lock is brought to the disk; set once while wiring. */
    void locksKeptBy(Supplier<Future<Void>> kept) {
        alarms.locksKeptBy(kept);
    }
}
