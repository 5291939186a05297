package io.gatehouse.fleet.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.sitebook.SiteBookQuery;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.store.Keys;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.sitebook.SiteBook;
import io.gatehouse.protocol.sitebook.SiteRules;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Doors, access points, schedules, profiles, areas and the other rules of a site, one by one; each change is checked. */
public final class AccessThings {

    private static final Map<ThingKind, String> TABLES = Map.of(
            ThingKind.DOORS, "door",
            ThingKind.ACCESS_POINTS, "access_point",
            ThingKind.SCHEDULES, "schedule",
            ThingKind.PROFILES, "access_profile");

    private final Jdbi jdbi;
    private final Keys keys;

    public AccessThings(Jdbi jdbi, Keys keys) {
        this.jdbi = jdbi;
        this.keys = keys;
    }

    public List<ObjectNode> list(SiteId site, ThingKind kind) {
        return jdbi.withHandle(handle -> kind.of(new SiteBookQuery(handle, keys).configuration(site)));
    }

    public Optional<ObjectNode> find(SiteId site, ThingKind kind, String id) {
        return list(site, kind).stream()
                .filter(one -> one.path(kind.idField()).asText().equals(id))
                .findFirst();
    }

    /** Makes or changes one; the site must exist. */
    public Outcome put(SiteId site, ThingKind kind, JsonNode given) {
        RuleJson.Read<?> read = kind.read(given);
        Finding refusal = read.refusal();
        if (refusal != null) {
            return Outcome.refused(refusal);
        }
        Object thing = read.orThrow();
        return jdbi.inTransaction(handle -> new CheckedChange(handle, keys, site)
                .make(() -> write(handle, site, kind, given.path(kind.idField()).asText(), thing)));
    }

    private static void write(Handle handle, SiteId site, ThingKind kind, String id, Object thing) {
        ThingTables tables = new ThingTables(handle, site.value());
        if (thing instanceof SiteBook.Door door) {
            tables.doors(List.of(door));
        } else if (thing instanceof SiteBook.AccessPoint point) {
            tables.accessPoints(List.of(point));
        } else if (thing instanceof SiteBook.Schedule schedule) {
            tables.schedules(List.of(schedule));
        } else if (thing instanceof SiteBook.AccessProfile profile) {
            tables.profiles(List.of(profile));
        } else {
            tables.rules(kind, Map.of(id, thing));
        }
    }

    /** Takes one away, unless something needs it. The caller knows that it is there. */
    public Outcome delete(SiteId site, ThingKind kind, String id) {
        return jdbi.inTransaction(handle -> {
            if (kind == ThingKind.PROFILES) {
                int held = handle.createQuery("select count(*) from credential where site = ? and ? = any(profiles)")
                        .bind(0, site.value())
                        .bind(1, id)
                        .mapTo(Integer.class)
                        .one();
                if (held > 0) {
                    return Outcome.refused(
                            Finding.refusal("PROFILE_IN_USE", "profiles/" + id, "count", Integer.toString(held)));
                }
            }
            return new CheckedChange(handle, keys, site).make(() -> remove(handle, site, kind, id));
        });
    }

    private static void remove(Handle handle, SiteId site, ThingKind kind, String id) {
        if (kind.isRule()) {
            handle.execute(
                    "delete from access_rule where site = ? and kind = ? and id = ?",
                    site.value(),
                    kind.wireName(),
                    id);
        } else {
            handle.execute("delete from " + TABLES.get(kind) + " where site = ? and id = ?", site.value(), id);
        }
    }

    /** The figures that the site sets. */
    public JsonNode policies(SiteId site) {
        return jdbi.withHandle(handle -> {
            SiteRules rules =
                    new SiteBookQuery(handle, keys).configuration(site).rules();
            return Json.read(Json.write((rules == null ? SiteRules.NONE : rules).policies()));
        });
    }

    /** Sets them; what is not given is as usual. */
    public Outcome putPolicies(SiteId site, JsonNode given) {
        RuleJson.Read<SiteRules.Policies> read = policiesOf(given);
        Finding refusal = read.refusal();
        return refusal != null
                ? Outcome.refused(refusal)
                : jdbi.inTransaction(handle ->
                        new CheckedChange(handle, keys, site).make(() -> writePolicies(handle, site, read.orThrow())));
    }

    static RuleJson.Read<SiteRules.Policies> policiesOf(JsonNode given) {
        JsonNode usual = Json.read(Json.write(SiteRules.Policies.DEFAULT));
        return RuleJson.read(RuleJson.over(usual, given), SiteRules.Policies.class, "policies");
    }

    static void writePolicies(Handle handle, SiteId site, SiteRules.Policies policies) {
        handle.execute("update site set policies = ?::jsonb where id = ?", Json.write(policies), site.value());
    }

    /** What there is to say of the site as it is. */
    public List<Finding> findings(SiteId site) {
        return jdbi.inTransaction(handle -> new CheckedChange(handle, keys, site).findings());
    }
}
