package io.gatehouse.protocol.pass;

import java.time.Instant;

/**
 * One use of something that may be used so often.
 *
 * @param key tells it from all others at the site
 * @param until after that moment it opens nothing anyhow, and its uses may be forgotten
 * @param most how often in all
 */
public record Use(String key, Instant until, int most) {}
