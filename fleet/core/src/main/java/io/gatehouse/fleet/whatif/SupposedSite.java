package io.gatehouse.fleet.whatif;

import io.gatehouse.access.AccessDesk;
import io.gatehouse.access.Proof;
import io.gatehouse.access.Read;
import io.gatehouse.access.Resumed;
import io.gatehouse.access.Site;
import io.gatehouse.access.SiteOrder;
import io.gatehouse.access.book.AccessBook;
import io.gatehouse.access.book.DoorInBook;
import io.gatehouse.access.book.Keys;
import io.gatehouse.access.book.PointInBook;
import io.gatehouse.access.state.DoorMemory;
import io.gatehouse.access.state.SiteState;
import io.gatehouse.protocol.access.Outcome;
import io.gatehouse.protocol.access.ReasonCode;
import io.gatehouse.protocol.sitebook.CredentialRules;
import io.gatehouse.protocol.sitebook.Factor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A site as it is supposed to be: all doors shut, nobody inside, nothing ordered but what the question says. For one
 * question.
 */
final class SupposedSite {

    private static final Duration DUPLICATES = Duration.ofSeconds(2);

    private final AccessBook book;
    private final Question question;
    private final AccessDesk desk;
    private final SiteState state = new SiteState();
    private final long at;

    SupposedSite(AccessBook book, Question question) {
        this.book = book;
        this.question = question;
        this.at = question.at().toEpochMilli();
        this.desk = new AccessDesk(state, DUPLICATES);
        desk.use(book);
        suppose();
    }

    private void suppose() {
        Site site = desk.site().orElseThrow();
        for (int door = 0; door < book.doors(); door++) {
            DoorMemory memory = site.seats().door(door);
            memory.contact(DoorMemory.Contact.CLOSED);
            if (question.assumed().firstPerson()) {
                memory.firstPerson(Long.MAX_VALUE);
            }
        }
        if (question.assumed().lockdown()) {
            desk.order(new SiteOrder.Lockdown(List.of(), true, true), at);
        }
        state.threatLevel(question.assumed().threatLevel());
    }

    /** The credential at the question's access point. */
    AccessDesk.Ruling ask(String ref, Factor factor) {
        int point = book.pointNumber(question.accessPoint());
        Read read = Read.of(point, ref, at).by(factor).match(isMatched(factor) ? Proof.MATCH : Proof.NONE);
        int credential = book.credentials().find(read.refHigh(), read.refLow());
        if (credential != AccessBook.NOTHING) {
            place(book.credentials().person(credential));
            CredentialRules rules = book.credentials().rules(credential);
            read = question.assumed().pin() && rules.pin() != null ? read.pin(Proof.MATCH) : read;
        }
        AccessDesk.Ruling ruling = desk.ask(read);
        boolean asks = ruling.verdict().outcome() == Outcome.PENDING
                && ruling.verdict().reason() == ReasonCode.VERIFICATION_REQUIRED;
        return asks && question.assumed().approved() ? desk.ask(approved(read, ruling)) : ruling;
    }

    private static boolean isMatched(Factor factor) {
        return switch (factor) {
            case FACE, FINGERPRINT, IRIS, VEIN, PALM, RETINA -> true;
            default -> false;
        };
    }

    private static Read approved(Read read, AccessDesk.Ruling ruling) {
        Resumed yes = new Resumed(Resumed.Answer.APPROVED, ruling.verdict().given(), false, List.of());
        return new Read(
                read.point(),
                read.refHigh(),
                read.refLow(),
                read.factor(),
                read.pin(),
                read.match(),
                read.fault(),
                read.at(),
                read.timeTrusted(),
                read.live(),
                read.chance(),
                yes);
    }

    private void place(int person) {
        String where = question.assumed().where();
        if (where == null || person == AccessBook.NOTHING) {
            return;
        }
        int area = where.equals(Question.Assumed.OUTSIDE) ? AccessBook.NOTHING : book.areaNumber(where);
        state.placed(
                Keys.of(book.people().id(person)),
                area,
                at - 1,
                desk.site().orElseThrow().seats());
    }

    /** What the answer takes for granted and could be otherwise, by the access point's own rules. */
    List<String> assumptions() {
        List<String> told = new ArrayList<>();
        Question.Assumed assumed = question.assumed();
        told.add(assumed.lockdown() ? "LOCKDOWN" : "NO_ORDERS");
        int number = book.pointNumber(question.accessPoint());
        PointInBook point = book.point(number);
        if (point.passback() != null) {
            told.add(assumed.where() == null ? "WHEREABOUTS_UNKNOWN" : "WHEREABOUTS_GIVEN");
        }
        if (limited(point.areaTo())) {
            told.add("AREA_EMPTY");
        }
        if (point.rules().searchPercent() > 0) {
            told.add("NOT_PICKED");
        }
        if (point.door() != AccessBook.NOTHING) {
            atDoor(book.door(point.door()), told);
        }
        return told;
    }

    private void atDoor(DoorInBook door, List<String> told) {
        if (door.interlocked().length > 0) {
            told.add("OTHER_DOORS_SHUT");
        }
        if (door.firstPerson() != null) {
            told.add(question.assumed().firstPerson() ? "FIRST_PERSON_CAME" : "FIRST_PERSON_NOT_YET");
        }
    }

    private boolean limited(int area) {
        for (int a = area; a != AccessBook.NOTHING; a = book.area(a).parent()) {
            if (book.area(a).most() != Integer.MAX_VALUE || book.area(a).least() > 0) {
                return true;
            }
        }
        return false;
    }
}
