package io.gatehouse.launch;

/**
 * The server cannot start as it was asked to, and the operator can mend it: one line that says what is wrong and which
 * option to change. {@code main} prints the line and exits with {@link #EXIT_CODE}; no stack trace is shown.
 */
public final class StartRefusal extends RuntimeException {

    /** As of sysexits {@code EX_CONFIG}. */
    public static final int EXIT_CODE = 78;

    private static final long serialVersionUID = 1L;

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
