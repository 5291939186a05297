package io.gatehouse.gateway.access;

import java.util.Optional;
import java.util.function.Function;

/** A rule as a value: its name, and what it finds against (or instead of) an ordinary grant. */
record AccessRule(String name, Function<Case, Optional<Finding>> check) {}
