package io.gatehouse.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A gateway: the process at a site. */
public record GatewayId(@JsonValue String value) implements Comparable<GatewayId> {

    @JsonCreator
    public GatewayId {
        Ids.require(value, "GatewayId");
    }

    @Override
    public int compareTo(GatewayId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
