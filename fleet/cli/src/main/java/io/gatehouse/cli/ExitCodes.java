package io.gatehouse.cli;

/** What the exit code of {@code gatehouse} means; also in {@code gatehouse --help}. */
final class ExitCodes {

    static final int DONE = 0;

    /** The fleet refused: no such thing, not allowed, does not fit. */
    static final int REFUSED = 1;

    /** The command line itself was wrong; picocli's own code. */
    static final int USAGE = 2;

    static final int NOT_SIGNED_IN = 3;

    /** The fleet, or a file, could not be reached or read. */
    static final int UNREACHABLE = 4;

    /** The device did not do what was asked: failed or expired, only with {@code --wait}. */
    static final int NOT_DONE = 5;

    private ExitCodes() {}
}
