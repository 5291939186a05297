package io.gatehouse.cli;

/** The fleet answered that it will not: its code, sentence and hint, to be shown as they are. */
final class FleetRefusal extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final String hint;

    FleetRefusal(int status, String code, String message, String hint) {
        super(message);
        this.status = status;
        this.code = code;
        this.hint = hint;
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    String hint() {
        return hint;
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
