package io.gatehouse.fleet.web;

import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;

/**
 * How the encrypted listener stands.
 *
 * @param shown its certificate and key
 * @param clients which certificates of clients it believes; one that has none is let in all the same
 */
public record WebEncryption(KeyCertOptions shown, TrustOptions clients) {}
