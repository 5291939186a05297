package io.gatehouse.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where everything listens.
 *
 * @param gateway by what for: {@code mqtt}, {@code mqtts}, {@code coap}, {@code coaps}, {@code web}
 */
public record DemoAddresses(String console, Map<String, String> gateway, String site) {

    public DemoAddresses {
        gateway = Collections.unmodifiableMap(new LinkedHashMap<>(gateway));
    }

    /** The one line of {@code demo.json}. */
    ObjectNode json() {
        ObjectNode json =
                JsonNodeFactory.instance.objectNode().put("console", console).put("site", site);
        ObjectNode addresses = json.putObject("gateway");
        gateway.forEach(addresses::put);
        return json;
    }
}
