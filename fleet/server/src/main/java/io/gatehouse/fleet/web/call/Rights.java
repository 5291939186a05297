package io.gatehouse.fleet.web.call;

import io.gatehouse.fleet.account.Grant;
import io.gatehouse.fleet.store.Reach;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which role somebody has where. Immutable.
 *
 * @param reaches the sites of each role; a role that is nowhere is left out
 */
public record Rights(Map<Role, Reach> reaches) {

    public Rights {
        reaches = Map.copyOf(reaches);
    }

    /** What the grants give. Roles that this version does not know give nothing. */
    public static Rights of(List<Grant> grants) {
        Map<Role, Reach> reaches = new EnumMap<>(Role.class);
        for (Grant grant : grants) {
            Reach reach = grant.site() == null ? Reach.all() : Reach.of(Set.of(grant.site()));
            Role.byWireName(grant.role()).ifPresent(role -> reaches.merge(role, reach, Reach::plus));
        }
        return new Rights(reaches);
    }

    public static Rights everywhere(Role role) {
        return new Rights(Map.of(role, Reach.all()));
    }

    /** The sites at which one of the roles is held. */
    public Reach of(Collection<Role> roles) {
        return roles.stream()
                .map(role -> reaches.getOrDefault(role, Reach.of(Set.of())))
                .reduce(Reach.of(Set.of()), Reach::plus);
    }

    /** The sites at which a token with the role may be used. */
    public Reach covering(Role role) {
        return of(reaches.keySet().stream().filter(own -> own.covers(role)).toList());
    }

    /** The role that may do most, wherever it is held. */
    public Role highest() {
        return reaches.keySet().stream().reduce(Role.GUARD, (one, other) -> one.compareTo(other) > 0 ? one : other);
    }

    /** No more than the role, at no other sites. */
    public Rights only(Role role, Reach sites) {
        Reach reach = covering(role).within(sites);
        return new Rights(reach.isNothing() ? Map.of() : Map.of(role, reach));
    }

    @Override
    public String toString() {
        return reaches.keySet().stream().map(Role::wireName).sorted().collect(Collectors.joining(", "));
    }
}
