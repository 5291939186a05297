package io.gatehouse.access;

import io.gatehouse.access.book.AccessBook;
import io.gatehouse.access.book.DoorInBook;
import io.gatehouse.access.book.PackInBook;
import io.gatehouse.access.book.PersonBits;
import io.gatehouse.access.book.PointInBook;
import io.gatehouse.access.state.CredentialMemory;
import io.gatehouse.access.state.DoorMemory;
import io.gatehouse.access.state.PointMemory;
import io.gatehouse.access.state.SiteState;
import io.gatehouse.access.state.Wait;
import io.gatehouse.protocol.access.ReasonCode;
import io.gatehouse.protocol.sitebook.PersonRules.Exemption;
import io.gatehouse.protocol.sitebook.SiteRules;
import org.jspecify.annotations.Nullable;

/** One read together with everything that was looked up for it, and what the rules note on their way. */
final class Case {

    private static final int NOT_LOOKED_UP = -2;

    final AccessBook book;
    final Site site;
    final SiteState state;
    final Read read;
    final SiteRules.Policies policies;
    final int credential;
    final int person;
    /** {@link PersonBits}, 0 for nobody; as the key. */
    final long personBits;

    final long personKey;
    final int moment;
    /** What is remembered of the credential, or nothing. */
    final @Nullable CredentialMemory memory;

    private final @Nullable PointInBook point;
    private final int door;

    /** A number for the sentence of the last finding; what it stands for depends on the reason. */
    long detail;
    /** What only soft rules object to. */
    @Nullable
    ReasonCode soft;

    private int place = NOT_LOOKED_UP;
    /** Factors as bits: those shown now, those before, those that need not be shown. */
    int given;

    boolean duress;

    Case(Site site, SiteState state, Read read) {
        this.book = site.book();
        this.site = site;
        this.state = state;
        this.read = read;
        this.policies = book.policies();
        this.moment = book.moment(read.at());
        this.point = read.point() == AccessBook.NOTHING ? null : book.point(read.point());
        this.door = point == null ? AccessBook.NOTHING : point.door();
        this.credential = book.credentials().find(read.refHigh(), read.refLow());
        this.person = credential == AccessBook.NOTHING
                ? AccessBook.NOTHING
                : book.credentials().person(credential);
        this.personBits = person == AccessBook.NOTHING ? 0 : book.credentials().personBits(credential);
        this.personKey = person == AccessBook.NOTHING ? 0 : book.credentials().personKey(credential);
        this.memory = state.credential(read.refLow());
        this.duress = read.pin() == Proof.DURESS;
        factors();
    }

    private void factors() {
        given = AccessBook.bit(read.factor());
        if (read.pin() == Proof.MATCH || read.pin() == Proof.DURESS) {
            given |= AuthenticationChecks.PIN;
        }
        Resumed resumed = read.resumed();
        if (resumed != null) {
            given |= resumed.given();
            duress |= resumed.duress();
        }
        if (credential == AccessBook.NOTHING || point == null) {
            return;
        }
        if (!book.credentials().plain(credential)) {
            given |= AuthenticationChecks.bits(
                    book.credentials().rules(credential).exempt());
        }
        Wait open = here().open();
        if (open != null && continues(open)) {
            given |= open.given();
            duress |= open.duress();
        }
    }

    /** Whether the read goes on with what was begun, in time and by the same person. */
    boolean continues(Wait open) {
        return open.kind() == Wait.Kind.FACTORS
                && read.live()
                && read.at() < open.until()
                && person != AccessBook.NOTHING
                && open.person() == personKey;
    }

    boolean known() {
        return door != AccessBook.NOTHING;
    }

    PointInBook point() {
        if (point == null) {
            throw new IllegalStateException("a rule that needs an access point was asked without one");
        }
        return point;
    }

    DoorInBook door() {
        return book.door(door);
    }

    PointMemory here() {
        return site.seats().point(point().number());
    }

    DoorMemory doorNow() {
        return site.seats().door(door);
    }

    boolean exempt(Exemption exemption) {
        return PersonBits.exempt(personBits, exemption);
    }

    /** The rule pack for the person's type, or nothing. */
    @Nullable
    PackInBook pack() {
        return book.packBy(personBits);
    }

    /** The place of what is known of where the person is; below 0 nothing is. */
    int place() {
        if (place == NOT_LOOKED_UP) {
            place = state.whereabouts().find(personKey);
        }
        return place;
    }

    /** Notes a number for the sentence. */
    Finding noting(Finding finding, long number) {
        detail = number;
        return finding;
    }

    /** Lets pass what a soft rule only marks; the first mark counts. */
    @Nullable
    Finding mark(ReasonCode reason) {
        if (soft == null) {
            soft = reason;
        }
        return null;
    }
}
