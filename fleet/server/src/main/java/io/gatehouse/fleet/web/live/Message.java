package io.gatehouse.fleet.web.live;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.fleet.store.Reach;
import io.gatehouse.fleet.web.call.Bodies;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One server-sent event. Immutable.
 *
 * @param number grows by one with each message of the ring
 * @param data one line of JSON, for whoever may see every site
 * @param own what is computed anew for others, by what they may see; anything else is left out item by item
 */
record Message(long number, Topic topic, String data, Map<Reach, String> own) {

    Message {
        own = Map.copyOf(own);
    }

    /** The bytes on the wire (HTML standard, 9.2.6) for a listener with the reach, or nothing when it is not for it. */
    Optional<String> frame(String epoch, Reach reach) {
        return dataFor(reach)
                .map(said ->
                        "id: " + epoch + "-" + number + "\nevent: " + topic.wireName() + "\ndata: " + said + "\n\n");
    }

    private Optional<String> dataFor(Reach reach) {
        if (reach.isAll()) {
            return Optional.of(data);
        }
        if (topic == Topic.OVERVIEW) {
            return Optional.ofNullable(own.get(reach));
        }
        JsonNode whole = Bodies.tree(Buffer.buffer(data));
        List<JsonNode> seen = new ArrayList<>();
        for (JsonNode item : whole.path("items")) {
            if (reach.covers(item.path("site").asText())) {
                seen.add(item);
            }
        }
        // how much goes on elsewhere is not told either
        int skipped = whole.path("skipped").asLong() > 0 ? 1 : 0;
        return seen.isEmpty() && skipped == 0
                ? Optional.empty()
                : Optional.of(Bodies.text(Map.of("items", seen, "skipped", skipped)));
    }
}
