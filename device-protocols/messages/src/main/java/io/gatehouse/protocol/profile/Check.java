package io.gatehouse.protocol.profile;

import java.util.List;
import java.util.Optional;

/**
 * One line of the checklist by which a device is brought into service.
 *
 * @param how what the technician does while it runs
 * @param mandatory as long as it has not passed, the device stays out of service; else it may be skipped with a reason
 * @param seconds how long it waits for what it looks for
 * @param causes the likely reasons of a failure, most likely first
 */
public record Check(String key, Words name, Words how, boolean mandatory, int seconds, Look looks, List<Cause> causes) {

    public Check {
        causes = List.copyOf(causes);
    }

    /** The likeliest reason of such a failure: one that is said for it, else one that is said for any. */
    public Optional<Cause> cause(Finding finding) {
        return causes.stream()
                .filter(one -> one.when() == finding)
                .findFirst()
                .or(() ->
                        causes.stream().filter(one -> one.when() == Finding.ANY).findFirst());
    }
}
