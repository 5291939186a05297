package io.gatehouse.launch;

/** Makes identities that nobody else makes. */
@FunctionalInterface
public interface Ids {

    /** A new identity: 32 lower-case hex digits, 128 random bits. Safe from any thread. */
    String next();
}
