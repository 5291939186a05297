package io.gatehouse.access;

import io.gatehouse.access.book.AccessBook;
import io.gatehouse.access.book.PackInBook;
import io.gatehouse.protocol.access.ReasonCode;
import io.gatehouse.protocol.sitebook.PersonRules.Exemption;
import io.gatehouse.protocol.sitebook.PointRules;
import io.gatehouse.protocol.sitebook.PointRules.Approval;
import org.jspecify.annotations.Nullable;

/** Step 18: somebody is asked, searched, or made to wait. */
final class VerificationChecks {

    private static final Finding ASK = Finding.pending(ReasonCode.VERIFICATION_REQUIRED);
    private static final Finding REFUSED = Finding.denied(ReasonCode.VERIFICATION_FAILED);
    private static final Finding TIMED_OUT = Finding.denied(ReasonCode.VERIFICATION_TIMEOUT);
    private static final Finding SEARCH = Finding.pending(ReasonCode.SEARCH_REQUIRED);
    private static final Finding DELAYED = Finding.pending(ReasonCode.AUTHORIZATION_DELAYED);

    private VerificationChecks() {}

    private static Resumed.@Nullable Answer answer(Case c) {
        Resumed resumed = c.read.resumed();
        return resumed == null ? null : resumed.answer();
    }

    /** An operator is asked where anything asks for one, else the host. */
    static Approval approval(AccessBook book, PointRules rules, int person) {
        PackInBook pack = book.packOf(person);
        Approval type = pack == null ? Approval.NONE : pack.pack().approval();
        if (rules.mode() == PointRules.Mode.VERIFICATION_REQUIRED
                || rules.approval() == Approval.OPERATOR
                || type == Approval.OPERATOR) {
            return Approval.OPERATOR;
        }
        boolean host = rules.approval() == Approval.HOST
                || type == Approval.HOST
                || book.people().asksHost(person);
        return host ? Approval.HOST : Approval.NONE;
    }

    static @Nullable Finding answered(Case c) {
        Resumed.Answer answer = answer(c);
        if (answer == Resumed.Answer.REFUSED) {
            return REFUSED;
        }
        if (answer == Resumed.Answer.TIMED_OUT) {
            return TIMED_OUT;
        }
        boolean asks = answer == null
                && c.point().leadsIn()
                && !c.exempt(Exemption.VERIFICATION)
                && approval(c.book, c.point().rules(), c.person) != Approval.NONE;
        return asks ? c.noting(ASK, c.read.at() + c.policies.verifySeconds() * 1_000L) : null;
    }

    static @Nullable Finding searched(Case c) {
        boolean picked = answer(c) == null
                && c.read.chance() < c.point().rules().searchPercent()
                && !c.exempt(Exemption.VERIFICATION);
        return picked ? c.noting(SEARCH, c.read.at() + c.policies.verifySeconds() * 1_000L) : null;
    }

    static @Nullable Finding waited(Case c) {
        PointRules rules = c.point().rules();
        boolean waits = rules.mode() == PointRules.Mode.AUTHORIZATION_DELAYED
                && answer(c) == null
                && !c.exempt(Exemption.AUTHORIZATION_DELAY);
        return waits ? c.noting(DELAYED, c.read.at() + rules.delaySeconds() * 1_000L) : null;
    }

    /** Whom to ask, by name where there is one. */
    static String whom(AccessBook book, int person, Approval approval) {
        if (approval == Approval.HOST && person != AccessBook.NOTHING) {
            String host = book.people().host(person);
            int number = host == null ? AccessBook.NOTHING : book.people().find(host);
            return number == AccessBook.NOTHING ? "HOST" : book.people().name(number);
        }
        return "OPERATOR";
    }
}
