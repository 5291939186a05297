package io.gatehouse.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A device at a site; unique within its site. */
public record DeviceId(@JsonValue String value) implements Comparable<DeviceId> {

    @JsonCreator
    public DeviceId {
        Ids.require(value, "DeviceId");
    }

    @Override
    public int compareTo(DeviceId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
