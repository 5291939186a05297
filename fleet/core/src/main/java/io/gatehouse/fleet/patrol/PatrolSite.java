package io.gatehouse.fleet.patrol;

import io.gatehouse.fleet.sitebook.PatrolQuery;
import io.gatehouse.fleet.sitebook.SiteBookQuery;
import io.gatehouse.fleet.store.Keys;
import io.gatehouse.patrol.RoundCalendar;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.patrol.PatrolPlan;
import io.gatehouse.protocol.sitebook.SiteRules;
import io.gatehouse.protocol.sitebook.SiteRules.SpecialDays;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * How a site is patrolled, with what the calendar needs. Immutable.
 *
 * @param since schedule to when it was first heard of, in milliseconds since 1970: its rounds before are nobody's fault
 */
record PatrolSite(SiteId site, PatrolPlan plan, ZoneId zone, List<SpecialDays> specialDays, Map<String, Long> since) {

    static PatrolSite of(Handle handle, Keys keys, SiteId site) {
        List<PatrolQuery.Part> parts = new PatrolQuery(handle, keys).parts(site);
        SiteRules rules = new SiteBookQuery(handle, keys).rules(site);
        String zone = handle.createQuery("select time_zone from site where id = ?")
                .bind(0, site.value())
                .mapTo(String.class)
                .one();
        return new PatrolSite(
                site,
                PatrolQuery.plan(parts),
                ZoneId.of(zone),
                rules.specialDays(),
                parts.stream()
                        .filter(part -> part.kind().equals(PlanKind.SCHEDULES.wireName()))
                        .collect(Collectors.toMap(PatrolQuery.Part::id, PatrolQuery.Part::createdAt)));
    }

    PatrolSite with(PatrolPlan other) {
        return new PatrolSite(site, other, zone, specialDays, since);
    }

    RoundCalendar calendar() {
        return new RoundCalendar(plan, zone, specialDays);
    }

    boolean isPatrolled() {
        return !plan.schedules().isEmpty();
    }
}
