package io.gatehouse.gateway.journal;

import io.gatehouse.protocol.Urgency;

/** A record on its way to the disk. */
record JournalEntry(Urgency urgency, byte[] record) {}
