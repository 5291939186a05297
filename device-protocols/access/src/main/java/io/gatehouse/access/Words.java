package io.gatehouse.access;

import io.gatehouse.access.book.AccessBook;
import io.gatehouse.access.book.DoorInBook;
import io.gatehouse.access.book.LevelsInBook;
import io.gatehouse.access.book.PointInBook;
import io.gatehouse.protocol.access.AccessDecision;
import io.gatehouse.protocol.access.AccessDecision.Check;
import io.gatehouse.protocol.sitebook.Factor;
import io.gatehouse.protocol.sitebook.PersonRules;
import io.gatehouse.protocol.sitebook.PointRules.Approval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A verdict as it is stored and shown: ids for numbers, and the values that its sentence names. */
public final class Words {

    private final AccessBook book;
    private final Read read;
    private final Verdict verdict;
    private final Map<String, String> details = new LinkedHashMap<>();

    private Words(AccessBook book, Read read, Verdict verdict) {
        this.book = book;
        this.read = read;
        this.verdict = verdict;
    }

    /** @param mask the last characters of the credential's number ({@code CredentialRef.mask}) */
    public static AccessDecision of(Site site, Read read, Verdict verdict, String mask) {
        return new Words(site.book(), read, verdict).decision(mask);
    }

    private AccessDecision decision(String mask) {
        PointInBook point = read.point() == AccessBook.NOTHING ? null : book.point(read.point());
        DoorInBook door = point == null || point.door() == AccessBook.NOTHING ? null : book.door(point.door());
        HexFormat hex = HexFormat.of();
        if (point != null && door != null) {
            details(point, door);
        }
        if (verdict.person() != AccessBook.NOTHING) {
            person(verdict.person());
        }
        if (!read.timeTrusted()) {
            details.put("timeUncertain", "true");
        }
        return new AccessDecision(
                verdict.outcome(),
                verdict.reason(),
                point == null ? null : point.id(),
                door == null ? null : door.id(),
                verdict.person() == AccessBook.NOTHING ? null : book.people().id(verdict.person()),
                hex.toHexDigits(read.refHigh()) + hex.toHexDigits(read.refLow()),
                mask,
                details,
                trace(),
                book.version());
    }

    /** By which proofs they were recognised, and who wants to know of them. */
    private void person(int person) {
        int proofs = proofs();
        if (proofs != 0) {
            details.put("by", named(proofs));
        }
        PersonRules.Watch watch = book.people().watch(person);
        if (watch != null) {
            details.put("watch", watch.name());
        }
        if (book.people().traced(person)) {
            details.put("traced", "true");
        }
    }

    /** The factors that were given and right; what their credential need not give is none of them. */
    private int proofs() {
        int given = verdict.given();
        if (verdict.credential() != AccessBook.NOTHING && !book.credentials().plain(verdict.credential())) {
            given &= ~LevelsInBook.bits(
                    book.credentials().rules(verdict.credential()).exempt());
        }
        boolean pin = read.pin() == Proof.MATCH || read.pin() == Proof.DURESS;
        boolean wrong = read.factor() == Factor.PIN ? read.pin() == Proof.WRONG : isUnlike(read.match());
        int now = LevelsInBook.bit(read.factor());
        return (wrong ? given & ~now : given | now) | (pin ? AuthenticationChecks.PIN : 0);
    }

    private static boolean isUnlike(Proof match) {
        return match == Proof.WRONG || match == Proof.WEAK || match == Proof.NOT_LIVING;
    }

    private static String named(int factors) {
        return LevelsInBook.factors(factors).stream().map(Factor::name).collect(Collectors.joining(" + "));
    }

    private List<Check> trace() {
        List<Check> trace = new ArrayList<>();
        int findings = 0;
        for (int number = 0; number < AccessRules.ARRAY.length; number++) {
            if ((verdict.asked() >>> number & 1) != 0) {
                boolean passed = (verdict.failed() >>> number & 1) == 0;
                trace.add(new Check(
                        AccessRules.ARRAY[number].name(), passed, passed ? null : verdict.reason(findings++)));
            }
        }
        return trace;
    }

    private void details(PointInBook point, DoorInBook door) {
        long detail = verdict.detail();
        switch (verdict.reason()) {
            case READER_LOCKED_OUT, CREDENTIAL_LOCKED_OUT, PASSBACK_TIMED, AUTHORIZATION_DELAYED ->
                time("until", detail);
            case CREDENTIAL_NOT_YET_ACTIVE, VISIT_NOT_YET -> time("validFrom", detail);
            case PERSON_NOT_YET_ACTIVE -> time("validFrom", detail == 0 ? Long.MIN_VALUE : detail);
            case CREDENTIAL_EXPIRED, PERSON_EXPIRED, VISIT_OVERSTAYED -> time("validTo", detail);
            case PIN_INVALID -> details.put("left", Long.toString(detail));
            case FACTOR_REQUIRED, FACTOR_MODE_MISMATCH -> factors((int) detail);
            case DENY_RULE ->
                details.put("rule", book.denial((int) detail).rule().name());
            case OUT_OF_SCHEDULE -> schedule((int) detail, book.moment(read.at()));
            case HOLIDAY_RESTRICTED -> holiday((int) detail);
            case FIRST_PERSON_ABSENT -> firstPerson(door);
            case SECOND_PERSON_REQUIRED -> details.put("seconds", Long.toString(detail / 1_000));
            case OCCUPANCY_MAX, OCCUPANCY_MIN ->
                details.put("area", book.area((int) detail).name());
            case INTERLOCK -> details.put("door", book.door((int) detail).door().name());
            case VERIFICATION_REQUIRED -> verification(point);
            default -> {}
        }
    }

    private void time(String name, long at) {
        if (at != Long.MIN_VALUE && at != Long.MAX_VALUE && at != 0) {
            details.put(name, Instant.ofEpochMilli(at).toString());
        }
    }

    private void factors(int bits) {
        details.put("factors", named(bits));
        details.put("seconds", Integer.toString(book.policies().factorSeconds()));
    }

    private void schedule(int schedule, int moment) {
        details.put("schedule", book.scheduleName(schedule));
        details.put("hours", book.hours(schedule, moment));
    }

    private void holiday(int schedule) {
        schedule(schedule, book.moment(read.at()));
        details.put("day", book.date(read.at()).toString());
    }

    private void firstPerson(DoorInBook door) {
        if (door.rules().firstPerson() != null) {
            details.put("groups", String.join(", ", door.rules().firstPerson().groups()));
        }
    }

    private void verification(PointInBook point) {
        Approval approval = VerificationChecks.approval(book, point.rules(), verdict.person());
        details.put("who", VerificationChecks.whom(book, verdict.person(), approval));
        details.put("seconds", Integer.toString(book.policies().verifySeconds()));
    }
}
