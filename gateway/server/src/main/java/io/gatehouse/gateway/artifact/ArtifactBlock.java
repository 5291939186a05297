package io.gatehouse.gateway.artifact;

/**
 * A stretch of an artifact.
 *
 * @param total bytes of the whole
 */
public record ArtifactBlock(byte[] bytes, long total) {}
