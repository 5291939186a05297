package io.gatehouse.broker;

/** A name and a value of MQTT 5's user properties; a name may stand several times and the order counts. */
public record UserProperty(String name, String value) {}
