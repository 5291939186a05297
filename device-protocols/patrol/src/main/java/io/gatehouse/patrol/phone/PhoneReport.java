package io.gatehouse.patrol.phone;

import io.gatehouse.patrol.judge.RoundOrder;
import io.gatehouse.protocol.patrol.Place;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a guard's phone tells that is no scan: a call for help, an incident, the beginning and end of duty. The same id is
 * the same report, whichever way it comes.
 *
 * @param id the phone's, and its own behind it
 * @param kind {@code SOS, MAN_DOWN, CHECK_IN_MISSED, INCIDENT, ALARM_ENDED, ON_DUTY, OFF_DUTY, SIGN}; another one is kept and
 *     means nothing
 * @param at milliseconds since 1970: when, as well as is known
 * @param text in words; of a signature the {@link RoundSeen} that is signed
 * @param of the report that it ends, or nothing
 * @param photos names of pictures
 */
public record PhoneReport(
        String id,
        String kind,
        String phone,
        String officer,
        long at,
        String text,
        @Nullable String of,
        @Nullable Place position,
        List<String> photos) {

    /** The kind of a signature under a round. */
    public static final String SIGN = "SIGN";

    /** In which role officers sign on their phones. */
    public static final String ROLE = "GUARD";

    public PhoneReport {
        photos = List.copyOf(photos);
    }

    /** Somebody must look after them now. */
    public boolean callsForHelp() {
        return kind.equals("SOS") || kind.equals("MAN_DOWN") || kind.equals("CHECK_IN_MISSED");
    }

    public boolean tellsIncident() {
        return kind.equals("INCIDENT");
    }

    public boolean endsAlarm() {
        return kind.equals("ALARM_ENDED");
    }

    public boolean beginsDuty() {
        return kind.equals("ON_DUTY");
    }

    public boolean endsDuty() {
        return kind.equals("OFF_DUTY");
    }

    /** The signature of who made a round, as an order about it; nothing when the report is none. */
    public Optional<RoundOrder> signature() {
        return kind.equals(SIGN)
                ? new RoundSeen(text)
                        .round()
                        .map(round -> new RoundOrder(RoundOrder.Kind.SIGN, round, 0, officer, ROLE, "", at))
                : Optional.empty();
    }
}
