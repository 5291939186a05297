package io.gatehouse.fleet.whatif;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.access.AccessThings;
import io.gatehouse.fleet.access.Cards;
import io.gatehouse.fleet.access.Outcome;
import io.gatehouse.fleet.access.People;
import io.gatehouse.fleet.access.ThingKind;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.protocol.SiteId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A change that is not made yet, as the operation that makes it takes it.
 *
 * @param kind {@link #PEOPLE}, {@link #CREDENTIALS}, {@link #POLICIES} or the name of a {@link ThingKind}
 * @param id of the one that is changed; nothing for the policies
 * @param body as it is saved, or nothing: it is taken away
 */
public record Draft(
        String kind, @Nullable String id, @Nullable ObjectNode body) {

    public static final String PEOPLE = "people";
    public static final String CREDENTIALS = "credentials";
    public static final String POLICIES = "policies";

    /** What saves. */
    public record Savers(People people, Cards cards, AccessThings things) {}

    /** What is wrong with it before anything is tried, as a sentence; or nothing. */
    public @Nullable String fault() {
        boolean known = kind.equals(POLICIES)
                || kind.equals(PEOPLE)
                || kind.equals(CREDENTIALS)
                || ThingKind.byWireName(kind).isPresent();
        if (!known) {
            return "There is no kind " + kind + ".";
        }
        if (kind.equals(POLICIES)) {
            return body == null ? "The policies cannot be taken away." : null;
        }
        return id == null ? "The change does not say of what: 'id' is missing." : null;
    }

    /** Saves it; within a transaction of the caller's, who takes it back. */
    Outcome save(SiteId site, Savers savers) {
        String one = String.valueOf(id);
        ObjectNode given = body == null ? null : body.deepCopy();
        switch (kind) {
            case POLICIES:
                return savers.things().putPolicies(site, given == null ? Json.object() : given);
            case PEOPLE:
                return given == null
                        ? savers.people().delete(site, one)
                        : savers.people().put(site, given.put("id", one));
            case CREDENTIALS:
                if (given == null) {
                    savers.cards().delete(site, one);
                    return Outcome.KEPT;
                }
                return savers.cards().change(site, one, given);
            default:
                ThingKind thing = ThingKind.byWireName(kind).orElseThrow();
                return given == null
                        ? savers.things().delete(site, thing, one)
                        : savers.things()
                                .put(site, thing, given.put(thing == ThingKind.RULE_PACKS ? "type" : "id", one));
        }
    }

    /** The people whose rows it may change. */
    Set<String> people() {
        return kind.equals(PEOPLE) ? Set.of(String.valueOf(id)) : Set.of();
    }

    /** The credentials whose rows it may change, beside those of {@link #people}. */
    Set<String> credentials() {
        return kind.equals(CREDENTIALS) ? Set.of(String.valueOf(id)) : Set.of();
    }
}
