package io.gatehouse.gateway.access;

import io.gatehouse.protocol.access.AccessDecision;
import io.gatehouse.protocol.access.AccessDecision.Check;
import io.gatehouse.protocol.access.CredentialRef;
import io.gatehouse.protocol.access.Outcome;
import io.gatehouse.protocol.access.ReasonCode;
import io.gatehouse.protocol.sitebook.SiteBook;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Decides about reads: asks the rules in their order, the first finding wins, none is a grant. For one thread. */
public final class AccessDesk {

    private final Debounce debounce;

    public AccessDesk(Debounce debounce) {
        this.debounce = debounce;
    }

    public AccessDecision decide(AccessBook book, Read read) {
        Case present = Case.of(book, read, debounce);
        List<Check> trace = new ArrayList<>(AccessRules.IN_ORDER.size());
        for (AccessRule rule : AccessRules.IN_ORDER) {
            Optional<Finding> finding = rule.check().apply(present);
            trace.add(new Check(
                    rule.name(), finding.isEmpty(), finding.map(Finding::reason).orElse(null)));
            if (finding.isPresent()) {
                return decision(present, finding.get(), trace);
            }
        }
        return decision(present, new Finding(Outcome.GRANTED, ReasonCode.GRANTED, Map.of()), trace);
    }

    private static AccessDecision decision(Case present, Finding finding, List<Check> trace) {
        return new AccessDecision(
                finding.outcome(),
                finding.reason(),
                present.accessPoint().map(SiteBook.AccessPoint::id).orElse(null),
                present.door().map(SiteBook.Door::id).orElse(null),
                present.person().map(SiteBook.Person::id).orElse(null),
                present.credentialRef(),
                CredentialRef.mask(present.read().credential().number()),
                finding.details(),
                trace,
                present.book().version());
    }
}
