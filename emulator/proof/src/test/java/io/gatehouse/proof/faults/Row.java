package io.gatehouse.proof.faults;

/**
 * A row of the fault matrix.
 *
 * @param id such as {@code F4}
 * @param fault in a few words
 * @param everyBuild whether its short form belongs to every build
 * @param body what is done and judged
 */
record Row(String id, String fault, boolean everyBuild, Body body) {

    /** Does it. A row that cannot run here aborts with {@code Assumptions}, saying what is missing. */
    interface Body {
        Finding run(FaultStand stand, boolean whole) throws Exception;
    }

    static Row inEveryBuild(String id, String fault, Body body) {
        return new Row(id, fault, true, body);
    }

    static Row ofTheWholeRun(String id, String fault, Body body) {
        return new Row(id, fault, false, body);
    }
}
