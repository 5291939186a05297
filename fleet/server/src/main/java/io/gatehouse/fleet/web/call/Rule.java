package io.gatehouse.fleet.web.call;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.Operation;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who may call an operation, as the contract says: {@code x-roles} and {@code x-sites}. An operation that says nothing
 * about sites, and whose path leads to none, takes its role at all of them: what is forgotten is closed.
 *
 * @param roles any of them is enough
 */
record Rule(Set<Role> roles, Sites sites) {

    /** Which sites the role has to be held at. */
    enum Sites {
        /** At the one to which the path leads. */
        PATH,
        /** Anywhere: the operation answers only about those sites. */
        GRANTED,
        /** Anywhere: the operation is about the caller alone. */
        OWN,
        /** At all of them. */
        ALL
    }

    /** Parts of a path from which the site is known. */
    static final List<String> LEADING = List.of("site", "gateway", "command");

    Rule {
        roles = Set.copyOf(roles);
    }

    /** The rule of an operation. Fails when the contract contradicts the table of operations. */
    static Rule of(Operation operation, Role rung) {
        Set<Role> roles = roles(operation).orElseGet(() -> Role.from(rung));
        Set<Role> ladder = EnumSet.of(Role.VIEWER, Role.OPERATOR, Role.ADMIN);
        Set<Role> said = EnumSet.copyOf(roles);
        said.retainAll(ladder);
        Set<Role> meant = EnumSet.copyOf(Role.from(rung));
        meant.retainAll(ladder);
        if (!said.equals(meant)) {
            throw new IllegalStateException(
                    "the contract and the table of operations differ about who may " + operation.getOperationId());
        }
        return new Rule(roles, sites(operation));
    }

    private static Optional<Set<Role>> roles(Operation operation) {
        JsonArray names = operation.getOpenAPIModel().getJsonArray("x-roles");
        return Optional.ofNullable(names)
                .map(list -> list.stream()
                        .map(String::valueOf)
                        .map(name -> Role.byWireName(name)
                                .orElseThrow(
                                        () -> new IllegalStateException("the contract has an unknown role " + name)))
                        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Role.class))));
    }

    private static Sites sites(Operation operation) {
        JsonObject model = operation.getOpenAPIModel();
        String said = model.getString("x-sites");
        if (said != null) {
            return switch (said) {
                case "granted" -> Sites.GRANTED;
                case "own" -> Sites.OWN;
                case "all" -> Sites.ALL;
                default -> throw new IllegalStateException("the contract has an unknown x-sites " + said);
            };
        }
        return LEADING.stream().anyMatch(part -> operation.getOpenAPIPath().contains("{" + part + "}"))
                ? Sites.PATH
                : Sites.ALL;
    }
}
