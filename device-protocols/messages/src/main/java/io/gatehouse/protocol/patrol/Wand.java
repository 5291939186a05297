package io.gatehouse.protocol.patrol;

/**
 * A collector that is read at a dock.
 *
 * @param key shared with the wand or its dock: what is uploaded under its name is signed with it (HMAC-SHA-256, hexadecimal
 *     digits); {@code ""} when it cannot sign, which the confidence of its records tells
 * @param controlTag a known point that is read when it is handed out and given back, or {@code ""}
 */
public record Wand(String id, String name, String key, String controlTag) {}
