package io.gatehouse.fleet.account;

import java.util.List;

/**
 * Somebody who may sign in.
 *
 * @param grants what holds now
 * @param secondFactor whether a code is asked for beside the password
 */
public record Account(String name, List<Grant> grants, boolean mustChangePassword, boolean secondFactor) {

    public Account {
        grants = List.copyOf(grants);
    }
}
