package io.gatehouse.gateway.sitebook;

import io.gatehouse.protocol.patrol.PatrolPlan;
import io.gatehouse.protocol.sitebook.SiteBook;
import io.gatehouse.protocol.sitebook.SiteRules;
import io.gatehouse.protocol.sitebook.SiteRules.SpecialDays;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;

/** What the site book says of rounds; {@link PatrolPlan#NONE} when it says nothing. */
public record PatrolInBook(PatrolPlan plan, ZoneId zone, List<SpecialDays> specialDays) {

    static PatrolInBook of(SiteBook book) {
        return new PatrolInBook(
                Objects.requireNonNullElse(book.patrol(), PatrolPlan.NONE),
                ZoneId.of(book.timeZone()),
                Objects.requireNonNullElse(book.rules(), SiteRules.NONE).specialDays());
    }
}
