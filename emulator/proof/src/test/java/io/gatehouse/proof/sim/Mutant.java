package io.gatehouse.proof.sim;

/** How the protocol is broken on purpose: a simulation that does not find one of these out is broken itself. */
enum Mutant {
    NONE,
    /** The device is told before the journal has synced. */
    ACKNOWLEDGE_BEFORE_SYNC,
    /** The lock moves before the journal has synced. */
    UNLOCK_BEFORE_SYNC,
    /** Records go up under the numbers that they will probably get. */
    SEND_BEFORE_SYNC,
    /** The journal forgets what was sent, rather than what the fleet holds. */
    FORGET_ON_SEND,
    /** The journal forgets what is three days old by the wall clock. */
    FORGET_BY_WALL_CLOCK,
    /** The journal forgets before the marks that remember the devices' numbers are saved. */
    FORGET_BEFORE_MARKS,
    /** A gateway does not know what it had journaled before it started. */
    START_WITHOUT_MARKS,
    /** The disk says that it is synced, and is not. */
    FORGETFUL_DISK,
    /** The fleet keeps whatever comes. */
    NO_DEDUPE,
    /** The fleet remembers for ten minutes of its wall clock what came. */
    DEDUPE_BY_WALL_CLOCK,
    /** The fleet commits events first, and what it holds afterwards. */
    DEDUPE_APART,
    /** The fleet answers before it has committed. */
    ANSWER_BEFORE_COMMIT
}
