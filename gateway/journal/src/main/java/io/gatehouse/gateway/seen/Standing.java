package io.gatehouse.gateway.seen;

import java.util.concurrent.CompletableFuture;

/** How a message stands to what was seen before. */
public sealed interface Standing {

    /** Never seen: journal it, then tell {@link SeenEvents#settled} or {@link SeenEvents#failed}. */
    record New() implements Standing {}

    /** Journaled before: acknowledge it again. */
    record Repeat() implements Standing {}

    /** Its first copy is being written: the future completes when that is durable, or fails when it was not kept. */
    record InFlight(CompletableFuture<Void> durable) implements Standing {}
}
