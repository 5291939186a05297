package io.gatehouse.proof.bench;

/** One way to decide; each answers the same questions. For one thread. */
interface Decider {

    String name();

    boolean allows(AccessSite.Question question);
}
