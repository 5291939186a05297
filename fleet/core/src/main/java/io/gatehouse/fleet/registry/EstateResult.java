package io.gatehouse.fleet.registry;

import io.gatehouse.fleet.access.Outcome;
import java.util.Map;

/**
 * What became of an estate document.
 *
 * @param newSecrets device to secret, for new devices whose secret was made here; told this once
 * @param outcome whether it is in force, and what there is to say of it
 */
public record EstateResult(Map<String, String> newSecrets, Outcome outcome) {

    public EstateResult {
        newSecrets = Map.copyOf(newSecrets);
    }
}
