package io.gatehouse.broker;

/** The broker's clock, in milliseconds since 1970. */
@FunctionalInterface
interface Ticker {
    long millis();
}
