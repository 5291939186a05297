package io.gatehouse.fleet.commission;

import io.gatehouse.protocol.TimeQuality;
import io.gatehouse.protocol.command.CommandState;
import io.gatehouse.protocol.profile.Check;
import io.gatehouse.protocol.profile.Finding;
import io.gatehouse.protocol.profile.Look;
import io.gatehouse.protocol.profile.Versions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Judges a check by what was seen. Pure: the same sight gives the same verdict. */
public final class Judge {

    private final Seen seen;

    private Judge(Seen seen) {
        this.seen = seen;
    }

    public static Verdict of(Check check, Seen seen) {
        Judge judge = new Judge(seen);
        return check.looks()
                .fold(new Look.Cases<>(
                        online -> judge.online(),
                        time -> judge.time(),
                        judge::firmware,
                        judge::metric,
                        judge::events,
                        judge::command,
                        person -> judge.person()));
    }

    private Verdict online() {
        return seen.online() ? Verdict.PASSED : waiting(Finding.SILENT);
    }

    private Verdict time() {
        TimeQuality clock = seen.clock();
        if (clock == null) {
            return waiting(Finding.SILENT);
        }
        return clock == TimeQuality.UNTRUSTED ? Verdict.failed(Finding.ABOVE) : Verdict.PASSED;
    }

    private Verdict firmware(Look.Firmware look) {
        String firmware = seen.firmware();
        if (firmware == null || firmware.isEmpty()) {
            return waiting(Finding.SILENT);
        }
        return Versions.isAtLeast(firmware, look.least()) ? Verdict.PASSED : Verdict.failed(Finding.BELOW);
    }

    private Verdict metric(Look.MetricWithin look) {
        Seen.Measured measured = seen.value();
        if (measured == null) {
            return waiting(Finding.SILENT);
        }
        if (look.min() != null && measured.value() < look.min()) {
            return Verdict.failed(Finding.BELOW);
        }
        return look.max() != null && measured.value() > look.max() ? Verdict.failed(Finding.ABOVE) : Verdict.PASSED;
    }

    private Verdict events(Look.EventsInOrder look) {
        return inOrder(look.events());
    }

    /**
     * Events in their order pass. When they came exactly the other way round, from the first one on, somebody has exchanged
     * two wires: trying again would not help, so that it is said at once.
     */
    private Verdict inOrder(List<String> wanted) {
        List<String> came = seen.events().stream()
                .map(Seen.Happened::type)
                .filter(wanted::contains)
                .toList();
        if (isReversed(wanted, came)) {
            return Verdict.failed(Finding.REVERSED);
        }
        int found = 0;
        for (String type : came) {
            if (found < wanted.size() && wanted.get(found).equals(type)) {
                found++;
            }
        }
        if (found == wanted.size()) {
            return Verdict.PASSED;
        }
        return waiting(came.isEmpty() ? Finding.SILENT : Finding.PARTIAL);
    }

    private static boolean isReversed(List<String> wanted, List<String> came) {
        List<String> backwards = new ArrayList<>(wanted);
        Collections.reverse(backwards);
        return !backwards.equals(wanted)
                && came.size() >= wanted.size()
                && came.subList(0, wanted.size()).equals(backwards);
    }

    private Verdict command(Look.CommandDone look) {
        CommandState state = seen.command();
        if (state == CommandState.FAILED) {
            return Verdict.failed(Finding.REFUSED);
        } else if (state == CommandState.EXPIRED) {
            return Verdict.failed(Finding.EXPIRED);
        } else if (state != CommandState.DONE) {
            return waiting(Finding.EXPIRED);
        }
        Verdict events = look.events().isEmpty() ? Verdict.PASSED : inOrder(look.events());
        return events.outcome() == Outcome.PASSED && look.confirm() ? confirmed() : events;
    }

    private Verdict person() {
        return confirmed();
    }

    /** A person may take as long as they need. */
    private Verdict confirmed() {
        Boolean said = seen.confirmed();
        if (said == null) {
            return Verdict.ASKING;
        }
        return said ? Verdict.PASSED : Verdict.failed(Finding.UNSEEN);
    }

    private Verdict waiting(Finding otherwise) {
        return seen.over() ? Verdict.failed(otherwise) : Verdict.RUNNING;
    }
}
