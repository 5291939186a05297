package io.gatehouse.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A site: one estate, office or mall; the place a gateway works for. */
public record SiteId(@JsonValue String value) implements Comparable<SiteId> {

    @JsonCreator
    public SiteId {
        Ids.require(value, "SiteId");
    }

    @Override
    public int compareTo(SiteId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
