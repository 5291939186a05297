package io.gatehouse.protocol.access;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the reasons of decisions are called elsewhere (the domain reference, a.5), for whoever brings events into another
 * system or out of one. Where another system has no such reason, its nearest. Immutable.
 *
 * @param onvif the event or the denial's reason in ONVIF's access control service; empty when it has none
 * @param bacnet ASHRAE 135's AccessEvent, the first one first
 * @param uhppote reason codes of UHPPOTE controllers; which of them an unknown card gives differs by firmware
 * @param hikvision minor codes of Hikvision's events, in hex
 */
public record ReasonNames(
        ReasonCode code, String onvif, List<Integer> bacnet, List<Integer> uhppote, List<String> hikvision) {

    /** Code, ONVIF, BACnet, UHPPOTE, Hikvision. */
    private static final String TABLE = """
            GRANTED|AccessGranted|1|1|0x01 0x26 0x4b
            GRANTED_DURESS|Duress|4||0x40a
            GRANTED_SOFT_PASSBACK|Credential/State/ApbViolation|3||
            GRANTED_SOFT_OCCUPANCY|AccessGranted|1||
            GRANTED_SOFT_SCHEDULE|AccessGranted|1||
            GRANTED_EXTERNAL|AccessGranted|1||
            FREE_PASSAGE||||
            FREE_PASSAGE_NOT_AUTHENTICATED||||0x8b
            MUSTERED||2||
            OBSERVED||||
            DUPLICATE_READ||||
            ACCESS_POINT_UNKNOWN|Other|164||
            ACCESS_POINT_DISABLED|Other|10||0x75 0x76
            BAD_FORMAT|Other|148||0x77
            PARITY_ERROR|Other|148||0x77
            FACILITY_CODE_MISMATCH|Other|148||
            SIGNATURE_INVALID|Other|148||
            READER_TAMPERED|Other|164||
            READER_LOCKED_OUT|Other|140||0x40c
            CREDENTIAL_LOCKED_OUT|CredentialNotEnabled|154||0x05 0x40c
            CREDENTIAL_UNKNOWN|CredentialNotFound|129|6 18|0x09 0x31 0x98
            CREDENTIAL_DISABLED|CredentialNotEnabled|153 158|6|
            CREDENTIAL_LOST|CredentialNotEnabled|143||
            CREDENTIAL_STOLEN|CredentialNotEnabled|144||
            CREDENTIAL_DAMAGED|CredentialNotEnabled|145||
            CREDENTIAL_DESTROYED|CredentialNotEnabled|146||
            CREDENTIAL_REPLACED|CredentialNotEnabled|153||
            CREDENTIAL_MAX_USES|Unauthorized|156||
            CREDENTIAL_MAX_DAYS|Unauthorized|155||
            CREDENTIAL_INACTIVITY|Unauthorized|157||
            CREDENTIAL_NOT_YET_ACTIVE|CredentialNotActive|151||
            CREDENTIAL_EXPIRED|CredentialExpired|152||0x08
            CREDENTIAL_UNASSIGNED|Unauthorized|149||
            PERSON_SUSPENDED|Unauthorized|153||
            PERSON_NOT_YET_ACTIVE|Unauthorized|151||
            PERSON_EXPIRED|Unauthorized|152||
            WATCHLIST_BLOCKED|Unauthorized|161||0x71
            CONSENT_MISSING|Unauthorized|164||
            PERSON_TYPE_RESTRICTED|Unauthorized|135||
            FACTOR_REQUIRED|Other|164||
            PIN_INVALID|InvalidPIN|132|7|0x03 0x97
            FACTOR_MISMATCH|pt:InvalidIdentifierValue|132||0x27 0x4c 0x70
            FACTOR_TIMEOUT|Other|131||0x04 0x2a 0x9a
            FACTOR_MODE_MISMATCH|Other|130||0x9b
            LIVENESS_FAILED|pt:InvalidIdentifierValue|132||0x68
            THREAT_LEVEL|Unauthorized|137|34|
            LOCKDOWN|Other|128 9|11 31 40|0x75
            DENY_RULE|Unauthorized|135||
            NO_ACCESS_RIGHT|Unauthorized|135 133 134|6|0x06
            OUT_OF_SCHEDULE|NotPermittedAtThisTime|136|13 15|0x07
            HOLIDAY_RESTRICTED|NotPermittedAtThisTime|136|15|0x07
            PERMIT_INVALID|Unauthorized|133||
            PERMIT_ZONE|Unauthorized|133||
            PERMIT_HOURS|NotPermittedAtThisTime|136||
            PERMIT_HEADCOUNT|Unauthorized|142||
            VISIT_NOT_CHECKED_IN|Unauthorized|133||
            VISIT_NOT_YET|Unauthorized|151||
            VISIT_OVERSTAYED|Unauthorized|152||
            VISIT_ENTRIES_EXHAUSTED|Unauthorized|156||
            ESCORT_REQUIRED|Unauthorized|159||
            ESCORT_INVALID|Unauthorized|160||
            FIRST_PERSON_ABSENT|Unauthorized|135|10|0x5e
            PASSBACK|Unauthorized|138|8|0x0a
            PASSBACK_TIMED|Unauthorized|138|8|0x0a
            PASSBACK_UNEXPECTED_LOCATION|Unauthorized|139|8|0x0a
            PASSBACK_STATE_UNKNOWN|Other|130||0x78
            OCCUPANCY_MAX|Unauthorized|142||
            OCCUPANCY_MIN|Unauthorized|141||
            SECOND_PERSON_REQUIRED|Unauthorized|15|9|0x0c 0x24
            INTERLOCK|Other|164|12 33|0x0b
            VERIFICATION_REQUIRED|Request|15|5|0x32
            VERIFICATION_FAILED|Request|162|5|0x0f
            VERIFICATION_TIMEOUT|Request/Timeout|163|5|0x21
            SEARCH_REQUIRED|Other|15||
            AUTHORIZATION_DELAYED|Other|14||
            TIME_UNTRUSTED|NotPermittedAtThisTime|136||
            OTHER|Other|164|18|
            """;

    private static final int COLUMNS = 5;

    private static final Map<ReasonCode, ReasonNames> ALL = new EnumMap<>(ReasonCode.class);

    static {
        TABLE.lines().map(ReasonNames::read).forEach(names -> ALL.put(names.code, names));
    }

    public ReasonNames {
        bacnet = List.copyOf(bacnet);
        uhppote = List.copyOf(uhppote);
        hikvision = List.copyOf(hikvision);
    }

    private static ReasonNames read(String line) {
        String[] cells = line.split("\\|", COLUMNS);
        return new ReasonNames(
                ReasonCode.valueOf(cells[0]),
                cells[1],
                numbers(cells[2]),
                numbers(cells[3]),
                words(cells[4]).toList());
    }

    private static List<Integer> numbers(String cell) {
        return words(cell).map(Integer::valueOf).toList();
    }

    private static Stream<String> words(String cell) {
        return Arrays.stream(cell.split(" ")).filter(word -> !word.isEmpty());
    }

    /** Every reason's, in the order of the codes. */
    public static List<ReasonNames> all() {
        return List.copyOf(ALL.values());
    }

    public static ReasonNames of(ReasonCode code) {
        ReasonNames names = ALL.get(code);
        if (names == null) {
            throw new IllegalStateException(code + " has no line in the table");
        }
        return names;
    }

    /** The reasons that this BACnet event may stand for, those that it is the first name of before the others. */
    public static List<ReasonCode> ofBacnet(int event) {
        return Stream.concat(
                        ALL.values().stream().filter(one -> one.bacnet.indexOf(event) == 0),
                        ALL.values().stream().filter(one -> one.bacnet.indexOf(event) > 0))
                .map(ReasonNames::code)
                .toList();
    }
}
