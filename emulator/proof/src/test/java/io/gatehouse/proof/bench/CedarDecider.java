package io.gatehouse.proof.bench;

import com.cedarpolicy.AuthorizationEngine;
import com.cedarpolicy.BasicAuthorizationEngine;
import com.cedarpolicy.model.AuthorizationRequest;
import com.cedarpolicy.model.AuthorizationResponse;
import com.cedarpolicy.model.AuthorizationSuccessResponse;
import com.cedarpolicy.model.entity.Entity;
import com.cedarpolicy.model.exception.AuthException;
import com.cedarpolicy.model.exception.CacheException;
import com.cedarpolicy.model.policy.Policy;
import com.cedarpolicy.model.policy.PolicySet;
import com.cedarpolicy.value.EntityTypeName;
import com.cedarpolicy.value.EntityUID;
import com.cedarpolicy.value.PrimLong;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Cedar with a policy for each of the site's policies, parsed once and kept on its side; each question brings its two entities. */
final class CedarDecider implements Decider {

    private static final EntityTypeName CARD = type("Card");
    private static final EntityTypeName DOOR = type("Door");
    private static final EntityTypeName LEVEL = type("Level");
    private static final EntityTypeName GROUP = type("Group");
    private static final EntityUID PASS = new EntityUID(type("Action"), "pass");

    private final AuthorizationEngine engine = new BasicAuthorizationEngine();
    private final PolicySet policies;
    private final AccessSite site;

    CedarDecider(AccessSite site) throws CacheException {
        this.site = site;
        Set<Policy> all = new LinkedHashSet<>();
        for (AccessSite.Policy policy : site.policies) {
            all.add(new Policy(
                    ("permit(principal in Level::\"%d\", action == Action::\"pass\", resource in Group::\"%d\")"
                                    + " when { context.minute >= %d && context.minute < %d };")
                            .formatted(policy.level(), policy.group(), policy.from(), policy.to()),
                    "p" + all.size()));
        }
        this.policies = new PolicySet(all);
        policies.cache();
    }

    @Override
    public String name() {
        return "Cedar";
    }

    @Override
    public boolean allows(AccessSite.Question question) {
        EntityUID card = new EntityUID(CARD, Integer.toString(question.card()));
        EntityUID door = new EntityUID(DOOR, Integer.toString(question.door()));
        Set<EntityUID> levels = site.isDisabled(question.card())
                ? Set.of()
                : Set.of(new EntityUID(LEVEL, Integer.toString(site.level(question.card()))));
        Set<Entity> entities = Set.of(
                new Entity(card, levels),
                new Entity(door, Set.of(new EntityUID(GROUP, Integer.toString(AccessSite.groupOf(question.door()))))));
        try {
            AuthorizationResponse response = engine.isAuthorized(
                    new AuthorizationRequest(card, PASS, door, Map.of("minute", new PrimLong(question.minute()))),
                    policies,
                    entities);
            return response.success.map(AuthorizationSuccessResponse::isAllowed).orElseThrow();
        } catch (AuthException e) {
            throw new IllegalStateException("Cedar did not decide", e);
        }
    }

    private static EntityTypeName type(String name) {
        return EntityTypeName.parse(name).orElseThrow();
    }
}
