package io.gatehouse.gateway.desk;

import io.gatehouse.access.AccessDesk;
import io.gatehouse.access.Read;
import io.gatehouse.access.book.AccessBook;
import io.gatehouse.access.book.Guest;
import io.gatehouse.access.book.PackedCredentials;
import io.gatehouse.access.book.PointInBook;
import io.gatehouse.gateway.sitebook.SiteBookSnapshot;
import io.gatehouse.protocol.access.CredentialRef;
import io.gatehouse.protocol.access.ReasonCode;
import io.gatehouse.protocol.device.PresentedCredential;
import io.gatehouse.protocol.pass.Asked;
import io.gatehouse.protocol.pass.Checked;
import io.gatehouse.protocol.pass.OneTimeCode;
import io.gatehouse.protocol.pass.PassRefusal;
import io.gatehouse.protocol.pass.RemoteOpening;
import io.gatehouse.protocol.pass.Spent;
import io.gatehouse.protocol.pass.Use;
import io.gatehouse.protocol.pass.VisitorPass;
import io.gatehouse.protocol.sitebook.SiteBook.CredentialState;
import io.gatehouse.protocol.sitebook.SiteRules;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.security.PublicKey;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Passes, codes and phones' openings that no book holds: checked on a worker, judged by the access desk as guests, and
 * spent before anything opens. On the gateway's context, save for the checks.
 */
final class PassDesk {

    private static final int MOST_WAITING = 1_000;
    private static final long FORGET_EVERY_MILLIS = 60_000;

    private final Context context;
    private final AccessDesk access;
    private final SpentFile spent;
    private long forgottenAt;

    /** By the second half of a reference: what is spent when the read that it was shown with opens, be that later. */
    private final Map<Long, Use> uses = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Use> eldest) {
            return size() > MOST_WAITING;
        }
    };

    PassDesk(Context context, AccessDesk access, SpentFile spent) {
        this.context = context;
        this.access = access;
        this.spent = spent;
    }

    /** The check of what was shown, for a worker; nothing when it is none of these things, or a card of the book. */
    static @Nullable Callable<Brought> check(SiteBookSnapshot book, Read read, PresentedCredential shown) {
        if (read.point() == AccessBook.NOTHING) {
            return null;
        }
        String text = shown.number();
        Asked asked = asked(book, read);
        if (VisitorPass.isOne(text)) {
            return () -> VisitorPass.open(text, book.passKeys())
                    .fold(
                            good -> good.value().site().equals(book.site())
                                    ? new Brought.Pass(good.value())
                                    : new Brought.Refused(ReasonCode.NO_ACCESS_RIGHT),
                            refusal -> new Brought.Refused(refusal.reason()));
        }
        if (RemoteOpening.isOne(text)) {
            return () -> opening(text, asked, book);
        }
        // any other code that nobody knows counts as a guess, as it always did
        boolean code = shown.type().toUpperCase(Locale.ROOT).equals("TEMP_CODE")
                && OneTimeCode.isOne(text)
                && book.packed().credentials().find(read.refHigh(), read.refLow()) == AccessBook.NOTHING;
        return code ? () -> code(text, asked, book) : null;
    }

    private static Asked asked(SiteBookSnapshot book, Read read) {
        boolean trusted = read.timeTrusted() || book.packed().policies().untrustedTimeOpens();
        return new Asked(book.site(), book.packed().point(read.point()).id(), Instant.ofEpochMilli(read.at()), trusted);
    }

    private static Brought opening(String text, Asked asked, SiteBookSnapshot book) {
        PassRefusal last = PassRefusal.SIGNATURE_INVALID;
        for (PublicKey key : book.passKeys()) {
            Checked<RemoteOpening> checked = RemoteOpening.check(text, asked, key, new Spent(1));
            if (checked instanceof Checked.Good<RemoteOpening> good) {
                String ref = CredentialRef.ofPhone(
                        book.packed().credentialKey(), good.value().phone());
                return new Brought.Opening(good.value().person(), ref, good.use());
            }
            PassRefusal refusal = checked.fold(good -> PassRefusal.MALFORMED, why -> why);
            last = refusal == PassRefusal.SIGNATURE_INVALID ? last : refusal;
        }
        return new Brought.Refused(ofPhone(last));
    }

    private static Brought code(String digits, Asked asked, SiteBookSnapshot book) {
        return OneTimeCode.check(digits, asked, book.packed().credentialKey(), OneTimeCode.Window.USUAL, new Spent(1))
                .fold(
                        good -> new Brought.Code(good.value(), good.use()),
                        refusal -> new Brought.Refused(refusal.reason()));
    }

    /** A phone's opening is no visit, so its reasons are those of a credential. */
    private static ReasonCode ofPhone(PassRefusal refusal) {
        return switch (refusal) {
            case NOT_YET_VALID -> ReasonCode.CREDENTIAL_NOT_YET_ACTIVE;
            case EXPIRED -> ReasonCode.CREDENTIAL_EXPIRED;
            case USED -> ReasonCode.CREDENTIAL_MAX_USES;
            case MALFORMED, SIGNATURE_INVALID, WRONG_SITE, WRONG_GATE, TIME_UNTRUSTED -> refusal.reason();
        };
    }

    /** Decides about a read with what was brought to it, and commits. */
    AccessDesk.Ruling present(AccessBook book, Read read, Brought brought) {
        if (brought instanceof Brought.Refused refused) {
            return access.present(read.fault(refused.why()));
        }
        if (brought instanceof Brought.Pass pass) {
            return pass(book, read, pass.pass());
        }
        String ref = PackedCredentials.hex(read.refHigh(), read.refLow());
        if (brought instanceof Brought.Code code) {
            String id = code.code().shownAs();
            List<String> gate = List.of(code.code().gate());
            Guest visitor = new Guest.Visitor(ref, id, CredentialState.ENABLED, gate, Brought.visit(id, code.use()));
            return once(read, code.use(), visitor);
        }
        Brought.Opening opening = (Brought.Opening) brought;
        Read byPhone = read.with(opening.ref());
        CredentialState state = state(book, byPhone);
        return once(byPhone, opening.use(), new Guest.Resident(opening.ref(), opening.person(), state));
    }

    /** What the book says against a credential that it does not know as good. */
    private static CredentialState state(AccessBook book, Read read) {
        int known = book.credentials().find(read.refHigh(), read.refLow());
        return known == AccessBook.NOTHING
                ? CredentialState.ENABLED
                : book.credentials().state(known);
    }

    private AccessDesk.Ruling once(Read read, Use use, Guest guest) {
        if (!spent.isFree(use)) {
            return access.present(read.fault(ReasonCode.CREDENTIAL_MAX_USES));
        }
        uses.put(read.refLow(), use);
        return access.present(read, guest);
    }

    /** Only who comes in from outside uses an entry, as with visits of the book; nobody is kept in by one. */
    private AccessDesk.Ruling pass(AccessBook book, Read read, VisitorPass pass) {
        PointInBook point = book.point(read.point());
        boolean comesIn = point.leadsIn() && point.areaFrom() == AccessBook.NOTHING;
        boolean free = spent.isFree(pass.use());
        if (comesIn && free) {
            uses.put(read.refLow(), pass.use());
        } else {
            uses.remove(read.refLow());
        }
        SiteRules.Visit visit = new SiteRules.Visit(
                pass.id(),
                true,
                null,
                free ? null : 0,
                pass.validFrom().toEpochMilli(),
                pass.validTo().toEpochMilli());
        return access.present(
                read,
                new Guest.Visitor(
                        PackedCredentials.hex(read.refHigh(), read.refLow()),
                        VisitorPass.shownAs(pass.id()),
                        state(book, read),
                        pass.gates(),
                        visit));
    }

    /** Spends what a ruling that opens was made by; completes, never with a failure, when that is kept. */
    Future<Void> spend(AccessDesk.Ruling ruling) {
        boolean opens = ruling.verdict().outcome().opens() && ruling.read().live();
        Use use = opens ? uses.remove(ruling.read().refLow()) : null;
        return use == null ? Future.succeededFuture() : spent.spend(context, use);
    }

    /** Who was here by what is over counts as gone. Call about once a second, with a book in force. */
    void tick(long now, boolean timeTrusted) {
        if (timeTrusted && now - forgottenAt >= FORGET_EVERY_MILLIS) {
            forgottenAt = now;
            access.gone(spent.forget(Instant.ofEpochMilli(now)));
        }
    }
}
