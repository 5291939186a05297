package io.gatehouse.fleet.rollout.engine;

/** A device in the whole fleet. */
public record UnitKey(String site, String device) {}
