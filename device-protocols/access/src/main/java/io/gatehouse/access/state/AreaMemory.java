package io.gatehouse.access.state;

/** How many people are in an area, and since when their whereabouts count. */
final class AreaMemory {

    int people;
    long forgottenAt = Long.MIN_VALUE;
}
