package io.gatehouse.access.book;

import io.gatehouse.protocol.sitebook.CredentialRules;
import io.gatehouse.protocol.sitebook.Factor;
import io.gatehouse.protocol.sitebook.SiteRules;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The site's further rules with their references as numbers; what is missing from the book is the strict case. */
final class RulesInBook {

    final PackInBook[] packs;
    final DenyInBook[] denials;
    final PermitInBook[] permits;
    final VisitInBook[] visits;

    private RulesInBook(PackInBook[] packs, DenyInBook[] denials, PermitInBook[] permits, VisitInBook[] visits) {
        this.packs = packs;
        this.denials = denials;
        this.permits = permits;
        this.visits = visits;
    }

    static RulesInBook of(SiteRules rules, Schedules schedules, Numbers areas, Numbers points, Groups groups) {
        return new RulesInBook(
                rules.rulePacks().stream()
                        .map(p -> new PackInBook(
                                p, areas.findAll(p.areas()), schedules.find(p.schedule()), factors(p.factors())))
                        .toArray(PackInBook[]::new),
                rules.denials().stream()
                        .map(d -> new DenyInBook(d, groups.bits(d.groups()), schedules.find(d.schedule())))
                        .toArray(DenyInBook[]::new),
                rules.permits().stream()
                        .map(p -> new PermitInBook(
                                p,
                                Keys.of(p.id()),
                                points.findAll(p.accessPoints()),
                                areas.findAll(p.areas()),
                                schedules.find(p.schedule())))
                        .toArray(PermitInBook[]::new),
                rules.visits().stream()
                        .map(v -> new VisitInBook(v, Keys.of(v.id())))
                        .toArray(VisitInBook[]::new));
    }

    private static int factors(@Nullable Set<Factor> factors) {
        return factors == null ? 0 : LevelsInBook.bits(factors);
    }

    /** The same with this one visit only; its entries are counted by who holds it. */
    RulesInBook withVisit(SiteRules.Visit visit) {
        return new RulesInBook(packs, denials, permits, new VisitInBook[] {new VisitInBook(visit, 0)});
    }

    /**
     * A credential that is not plain.
     *
     * @param replacedBy the credential that is in use in its place, or {@link AccessBook#NOTHING}
     */
    record Extra(CredentialRules rules, int permit, int visit, int replacedBy) {

        Extra replacedBy(int credential) {
            return new Extra(rules, permit, visit, credential);
        }
    }
}
