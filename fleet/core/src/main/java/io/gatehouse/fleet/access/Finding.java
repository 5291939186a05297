package io.gatehouse.fleet.access;

import java.util.HashMap;
import java.util.Map;

/**
 * Something about a site's configuration that cannot work, or that somebody should know. The words for a code, and what
 * to do, are those of the console ({@code finding.CODE}).
 *
 * @param field where it is, such as {@code doors/gate/rules.firstPerson}
 * @param refuses such a change is not kept; otherwise it is only said
 * @param params what the words speak of
 */
public record Finding(String code, boolean refuses, String field, Map<String, String> params) {

    public Finding {
        params = Map.copyOf(params);
    }

    static Finding refusal(String code, String field, String... params) {
        return new Finding(code, true, field, pairs(params));
    }

    static Finding warning(String code, String field, String... params) {
        return new Finding(code, false, field, pairs(params));
    }

    Finding asWarning() {
        return new Finding(code, false, field, params);
    }

    private static Map<String, String> pairs(String... params) {
        Map<String, String> pairs = new HashMap<>();
        for (int i = 0; i < params.length; i += 2) {
            pairs.put(params[i], params[i + 1]);
        }
        return pairs;
    }
}
