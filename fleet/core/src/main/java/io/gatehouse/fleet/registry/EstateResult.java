package io.gatehouse.fleet.registry;

import java.util.List;
import java.util.Map;

/**
 * What became of an estate document.
 *
 * @param newSecrets device to secret, for new devices whose secret was made here; told this once
 * @param problems what does not fit, each with its place; nothing was changed when there is any
 */
public record EstateResult(Map<String, String> newSecrets, List<Problem> problems) {

    public EstateResult {
        newSecrets = Map.copyOf(newSecrets);
        problems = List.copyOf(problems);
    }

    /** @param field where in the document, such as {@code accessPoints[3].door} */
    public record Problem(String field, String message) {}
}
