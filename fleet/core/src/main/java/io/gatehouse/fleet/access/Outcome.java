package io.gatehouse.fleet.access;

import java.util.List;

/**
 * What became of a change.
 *
 * @param kept it is in force; otherwise nothing was changed
 * @param findings why it was refused, or what is to be said of what is now there
 */
public record Outcome(boolean kept, List<Finding> findings) {

    public static final Outcome KEPT = new Outcome(true, List.of());

    public Outcome {
        findings = List.copyOf(findings);
    }

    static Outcome refused(Finding finding) {
        return new Outcome(false, List.of(finding));
    }
}
