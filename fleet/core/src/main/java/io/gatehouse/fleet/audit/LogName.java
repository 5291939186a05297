package io.gatehouse.fleet.audit;

import io.gatehouse.protocol.LogId;

/** One log of one gateway. */
record LogName(String gateway, LogId log) {}
