package io.gatehouse.proof.faults;

/**
 * A row of the fault matrix.
 *
 * @param id such as {@code F4}
 * @param fault in a few words
 * @param shortForm where its short form belongs
 * @param body what is done and judged
 */
record Row(String id, String fault, Short shortForm, Body body) {

    /** Where the short form of a row runs, besides {@code -Dfault.short}. */
    enum Short {
        EVERY_BUILD,
        /** {@code ./mvnw -Plong} */
        LONG_BUILDS,
        NOWHERE
    }

    /** Does it. A row that cannot run here aborts with {@code Assumptions}, saying what is missing. */
    interface Body {
        Finding run(FaultStand stand, boolean whole) throws Exception;
    }

    static Row inEveryBuild(String id, String fault, Body body) {
        return new Row(id, fault, Short.EVERY_BUILD, body);
    }

    static Row inLongBuilds(String id, String fault, Body body) {
        return new Row(id, fault, Short.LONG_BUILDS, body);
    }

    static Row ofTheWholeRun(String id, String fault, Body body) {
        return new Row(id, fault, Short.NOWHERE, body);
    }
}
