package io.gatehouse.fleet.sitebook;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.gatehouse.fleet.store.Json;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.sitebook.SiteRules;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Reads a site's rules. The kinds are written by {@code access}, under the names of the estate document's lists. */
final class SiteRulesQuery {

    private final Handle handle;

    SiteRulesQuery(Handle handle) {
        this.handle = handle;
    }

    /** Nothing when the site has no rules of its own, so that its book stays as it was before there were any. */
    @Nullable
    SiteRules read(SiteId site) {
        Map<String, List<String>> bodies = handle
                .createQuery("select kind, body from access_rule where site = ? order by kind, rank, id")
                .bind(0, site.value())
                .map((row, c) -> Map.entry(row.getString(1), row.getString(2)))
                .list()
                .stream()
                .collect(groupingBy(Map.Entry::getKey, mapping(Map.Entry::getValue, toList())));
        String policies = handle.createQuery("select policies from site where id = ?")
                .bind(0, site.value())
                .mapTo(String.class)
                .findOne()
                .orElse(null);
        if (bodies.isEmpty() && policies == null) {
            return null;
        }
        return new SiteRules(
                all(bodies, "areas", SiteRules.Area.class),
                all(bodies, "authentications", SiteRules.AuthenticationProfile.class),
                all(bodies, "specialDays", SiteRules.SpecialDays.class),
                all(bodies, "interlocks", SiteRules.Interlock.class),
                all(bodies, "rulePacks", SiteRules.RulePack.class),
                all(bodies, "denials", SiteRules.DenyRule.class),
                all(bodies, "permits", SiteRules.Permit.class),
                all(bodies, "visits", SiteRules.Visit.class),
                policies == null ? SiteRules.Policies.DEFAULT : Json.read(policies, SiteRules.Policies.class));
    }

    private static <T> List<T> all(Map<String, List<String>> bodies, String kind, Class<T> type) {
        return bodies.getOrDefault(kind, List.of()).stream()
                .map(body -> Json.read(body, type))
                .toList();
    }
}
