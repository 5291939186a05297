package io.gatehouse.protocol.artifact;

/**
 * What an artifact is. Only this is signed; it names the content by its digest.
 *
 * @param product the devices that may run it; others refuse it
 * @param version newer than what a device runs, or the device refuses it
 * @param sha256 of the content, 64 hex digits
 * @param bytes how long the content is
 * @param minimumVersion once this artifact has proved itself, nothing below this version is taken again, not even to go back
 */
public record Manifest(String product, String version, String sha256, long bytes, String minimumVersion) {}
