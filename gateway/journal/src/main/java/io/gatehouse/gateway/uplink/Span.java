package io.gatehouse.gateway.uplink;

/** Numbers of a log in a row, both ends included. */
record Span(long first, long last) {

    long size() {
        return last - first + 1;
    }
}
