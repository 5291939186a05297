package io.gatehouse.fleet.patrol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.access.Finding;
import io.gatehouse.fleet.access.Outcome;
import io.gatehouse.fleet.sitebook.PatrolQuery;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.store.Keys;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.WireFormat;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** How sites are patrolled: checkpoints, routes, schedules, gap rules, officers, wands and the figures. Blocks. */
public final class Plans {

    /** The only id of {@link PlanKind#POLICY}. */
    public static final String SITE = "site";

    private static final String BEFORE = "before_plan";

    private final Jdbi jdbi;
    private final Keys keys;
    private final Surroundings surroundings;

    public Plans(Jdbi jdbi, Keys keys, Surroundings surroundings) {
        this.jdbi = jdbi;
        this.keys = keys;
        this.surroundings = surroundings;
    }

    /** All parts by their kind; what signs for a wand is not told, only whether there is something. */
    public Map<String, List<ObjectNode>> all(SiteId site) {
        List<PatrolQuery.Part> parts = jdbi.withHandle(handle -> new PatrolQuery(handle, keys).parts(site));
        Map<String, List<ObjectNode>> all = new LinkedHashMap<>();
        for (PlanKind kind : PlanKind.values()) {
            all.put(
                    kind.wireName(),
                    parts.stream()
                            .filter(part -> part.kind().equals(kind.wireName()))
                            .map(part -> shown(kind, part))
                            .toList());
        }
        return all;
    }

    public Optional<ObjectNode> find(SiteId site, PlanKind kind, String id) {
        return all(site).getOrDefault(kind.wireName(), List.of()).stream()
                .filter(part -> part.path("id").asText(SITE).equals(id))
                .findFirst();
    }

    private static ObjectNode shown(PlanKind kind, PatrolQuery.Part part) {
        ObjectNode shown = part.content().deepCopy();
        if (kind == PlanKind.WANDS) {
            boolean signs = !shown.path("key").asText().isEmpty();
            shown.remove("key");
            shown.put("signs", signs);
        }
        return shown;
    }

    /** The figures in force: the site's own, and the usual ones where it has none. */
    public ObjectNode policy(SiteId site) {
        return jdbi.withHandle(handle -> WireFormat.JSON
                .mapper()
                .valueToTree(PatrolQuery.plan(new PatrolQuery(handle, keys).parts(site))
                        .policy()));
    }

    /** What is to be said of the plan as it is. */
    public List<Finding> findings(SiteId site) {
        return jdbi.withHandle(handle -> PlanCheck.findings(
                PatrolSite.of(handle, keys, site), surroundings.clock().millis()));
    }

    /** Makes or changes a part; refused with what is wrong at which field. A wand's key stays when none is given. */
    public Outcome put(SiteId site, PlanKind kind, String id, ObjectNode given) {
        return changed(site, handle -> wish(handle, site, kind, id, given));
    }

    /**
     * Makes or changes many parts at once, all or none of them; parts that are not named stay as they are.
     *
     * @param parts by their kind; each but the policy has its {@code id}
     */
    public Outcome putAll(SiteId site, Map<PlanKind, List<ObjectNode>> parts) {
        return changed(
                site,
                handle -> parts.entrySet().stream()
                        .flatMap(kind -> kind.getValue().stream()
                                .flatMap(part ->
                                        wish(
                                                handle,
                                                site,
                                                kind.getKey(),
                                                part.path("id").asText(SITE),
                                                part)
                                                .stream()))
                        .findFirst());
    }

    /** Writes the part as it is wished; what is wrong with it, if it cannot be read. */
    private Optional<Finding> wish(Handle handle, SiteId site, PlanKind kind, String id, ObjectNode given) {
        ObjectNode wish = given.deepCopy();
        if (kind == PlanKind.WANDS && !wish.has("key")) {
            key(handle, site, id).ifPresent(key -> wish.put("key", key));
        }
        try {
            write(handle, site, kind, id, PartForm.whole(kind, id, wish));
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(bad(kind, id, e));
        }
    }

    /** Takes a part away, unless something needs it. */
    public Outcome delete(SiteId site, PlanKind kind, String id) {
        return changed(site, handle -> {
            handle.execute(
                    "delete from patrol_part where site = ? and kind = ? and id = ?",
                    site.value(),
                    kind.wireName(),
                    id);
            return Optional.empty();
        });
    }

    /** The change as it would be, looked at and taken back. */
    <T> T supposing(SiteId site, PlanKind kind, String id, ObjectNode given, Look<T> look) {
        return jdbi.inTransaction(handle -> {
            write(handle, site, kind, id, PartForm.whole(kind, id, given));
            T seen = look.at(handle, PatrolSite.of(handle, keys, site));
            handle.rollback();
            return seen;
        });
    }

    /** What is asked of a plan. */
    @FunctionalInterface
    interface Look<T> {
        T at(Handle handle, PatrolSite site);
    }

    private interface Change {
        /** Says what cannot be read of it, or nothing when it was made. */
        Optional<Finding> make(Handle handle);
    }

    private Outcome changed(SiteId site, Change change) {
        long now = surroundings.clock().millis();
        return jdbi.inTransaction(handle -> {
            // one change of a site at a time: two that are fine each may not be together
            handle.execute("select 1 from site where id = ? for no key update", site.value());
            Set<Finding> before = new HashSet<>(PlanCheck.findings(PatrolSite.of(handle, keys, site), now));
            handle.savepoint(BEFORE);
            Optional<Finding> unread = change.make(handle);
            if (unread.isPresent()) {
                handle.rollbackToSavepoint(BEFORE);
                return new Outcome(false, List.of(unread.get()));
            }
            List<Finding> after = PlanCheck.findings(PatrolSite.of(handle, keys, site), now);
            List<Finding> fresh =
                    after.stream().filter(finding -> !before.contains(finding)).toList();
            if (fresh.stream().anyMatch(Finding::refuses)) {
                handle.rollbackToSavepoint(BEFORE);
                return new Outcome(false, fresh);
            }
            handle.releaseSavepoint(BEFORE);
            return new Outcome(true, after.stream().map(Plans::asWarning).toList());
        });
    }

    private static Finding bad(PlanKind kind, String id, IllegalArgumentException why) {
        return new Finding(
                "BAD_VALUE", true, kind.wireName() + "/" + id, Map.of("why", String.valueOf(why.getMessage())));
    }

    private static Finding asWarning(Finding finding) {
        return new Finding(finding.code(), false, finding.field(), finding.params());
    }

    private Optional<String> key(Handle handle, SiteId site, String wand) {
        return new PatrolQuery(handle, keys)
                .parts(site).stream()
                        .filter(part -> part.kind().equals(PlanKind.WANDS.wireName())
                                && part.id().equals(wand))
                        .map(part -> part.content().path("key").asText())
                        .findFirst();
    }

    private void write(Handle handle, SiteId site, PlanKind kind, String id, ObjectNode whole) {
        row(handle, site, kind.wireName(), id, whole, kind.sealed());
        boolean sealed = handle.createQuery("select exists (select from patrol_part where site = ? and kind = ?)")
                .bind(0, site.value())
                .bind(1, PatrolQuery.SEAL)
                .mapTo(Boolean.class)
                .one();
        if (!sealed) {
            byte[] key = new byte[32];
            surroundings.random().nextBytes(key);
            ObjectNode seal = Json.object().put("key", Base64.getEncoder().encodeToString(key));
            row(handle, site, PatrolQuery.SEAL, "key", seal, true);
        }
    }

    private void row(Handle handle, SiteId site, String kind, String id, ObjectNode content, boolean sealed) {
        String text = Json.write(content);
        handle.createUpdate("""
                        insert into patrol_part (site, kind, id, content, sealed, created_at, changed_at)
                        values (:site, :kind, :id, :content::jsonb, :sealed, :now, :now)
                        on conflict (site, kind, id) do update set content = excluded.content, sealed = excluded.sealed,
                            changed_at = excluded.changed_at
                        """)
                .bind("site", site.value())
                .bind("kind", kind)
                .bind("id", id)
                .bind("content", sealed ? null : text)
                .bind("sealed", sealed ? keys.seal(text) : null)
                .bind("now", OffsetDateTime.ofInstant(surroundings.clock().instant(), ZoneOffset.UTC))
                .execute();
    }
}
