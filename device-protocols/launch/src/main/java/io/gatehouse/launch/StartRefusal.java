package io.gatehouse.launch;

import java.util.Optional;

/**
 * The server cannot start as it was asked to, and the operator can mend it: one line that says what is wrong and which
 * option to change. {@code main} prints the line and exits with {@link #EXIT_CODE}; no stack trace is shown.
 */
public final class StartRefusal extends RuntimeException {

    /** As of sysexits {@code EX_CONFIG}. */
    public static final int EXIT_CODE = 78;

    private static final long serialVersionUID = 1L;
    private static final int CAUSES = 16;

    private final String option;
    private final String problem;

    /**
     * @param option the setting to change, as in the reference, such as {@code gatehouse.gateway.mqtt.port}
     * @param problem what is wrong, a sentence without the option's name
     */
    public StartRefusal(String option, String problem) {
        super(problem + " (change " + option + ")");
        this.option = option;
        this.problem = problem;
    }

    /** The refusal that is the reason of what was thrown, through whatever a future wrapped around it. */
    public static Optional<StartRefusal> in(Throwable thrown) {
        Throwable at = thrown;
        for (int i = 0; at != null && i < CAUSES; i++, at = at.getCause()) {
            if (at instanceof StartRefusal refusal) {
                return Optional.of(refusal);
            }
        }
        return Optional.empty();
    }

    /** The same refusal, for who has another way to change the setting. */
    public StartRefusal throughOption(String other) {
        StartRefusal same = new StartRefusal(other, problem);
        same.addSuppressed(this);
        return same;
    }

    public String option() {
        return option;
    }
}
