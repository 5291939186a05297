package io.gatehouse.protocol.sitebook;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.protocol.WireFormat;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SiteRulesTest {

    @Test
    void the_same_rules_give_the_same_bytes_in_whatever_order_their_parts_came() {
        Set<Factor> pinFirst = new LinkedHashSet<>(List.of(Factor.PIN, Factor.FACE, Factor.CARD));
        Map<String, Integer> highFirst = new LinkedHashMap<>();
        highFirst.put("red", 1);
        highFirst.put("amber", 3);

        assertThat(json(new SiteRules.SecurityLevel(0, List.of(pinFirst))))
                .isEqualTo(
                        json(new SiteRules.SecurityLevel(0, List.of(EnumSet.of(Factor.CARD, Factor.PIN, Factor.FACE)))))
                .contains("[\"CARD\",\"PIN\",\"FACE\"]");
        assertThat(json(new SiteRules.Area("a", "A", null, null, null, false, highFirst, null)))
                .contains("{\"amber\":3,\"red\":1}");
    }

    private static String json(Object rules) {
        return new String(WireFormat.JSON.write(rules), StandardCharsets.UTF_8);
    }
}
