package io.gatehouse.gateway.journal;

import io.gatehouse.protocol.Urgency;

/** A record on its way to the disk. The bytes are not copied: nobody may change them any more. */
public record JournalEntry(Urgency urgency, byte[] record) {}
