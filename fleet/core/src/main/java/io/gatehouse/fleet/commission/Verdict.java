package io.gatehouse.fleet.commission;

import io.gatehouse.protocol.profile.Finding;
import org.jspecify.annotations.Nullable;

/**
 * What a check comes to by what was seen so far.
 *
 * @param finding in which way it failed; nothing unless it did
 */
public record Verdict(Outcome outcome, @Nullable Finding finding) {

    static final Verdict RUNNING = new Verdict(Outcome.RUNNING, null);
    static final Verdict ASKING = new Verdict(Outcome.ASKING, null);
    static final Verdict PASSED = new Verdict(Outcome.PASSED, null);

    static Verdict failed(Finding finding) {
        return new Verdict(Outcome.FAILED, finding);
    }
}
