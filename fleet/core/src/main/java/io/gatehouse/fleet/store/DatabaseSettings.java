package io.gatehouse.fleet.store;

import java.util.Optional;

/**
 * Which database.
 *
 * @param url a JDBC URL of PostgreSQL 15 or newer, or nothing for the bundled one
 * @param connections how many at once
 */
public record DatabaseSettings(
        Optional<String> url, Optional<String> user, Optional<String> password, int connections) {

    public static DatabaseSettings bundled() {
        return new DatabaseSettings(Optional.empty(), Optional.empty(), Optional.empty(), 8);
    }
}
