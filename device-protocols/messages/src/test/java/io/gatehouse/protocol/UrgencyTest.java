package io.gatehouse.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.protocol.device.EventType;
import io.gatehouse.protocol.uplink.GatewayEvents;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UrgencyTest {

    @Test
    void a_forced_door_goes_before_a_badge_a_badge_before_a_round_and_a_round_before_a_connection() {
        assertThat(Urgency.of(EventClass.EVIDENCE, EventType.DOOR_FORCED.wireName()))
                .isEqualTo(Urgency.ALARM);
        assertThat(Urgency.of(EventClass.EVIDENCE, EventType.CREDENTIAL_PRESENTED.wireName()))
                .isEqualTo(Urgency.ACCESS);
        assertThat(Urgency.of(EventClass.EVIDENCE, EventType.CHECKPOINT_SCANNED.wireName()))
                .isEqualTo(Urgency.PATROL);
        assertThat(Urgency.of(EventClass.EVIDENCE, GatewayEvents.DEVICE_CONNECTED))
                .isEqualTo(Urgency.CONFIGURATION);
        assertThat(Urgency.of(EventClass.HEALTH, GatewayEvents.TELEMETRY)).isEqualTo(Urgency.TELEMETRY);
    }

    @Test
    void a_refused_sign_in_is_an_alarm_a_weak_battery_is_not_and_the_answer_to_a_command_goes_with_the_doors() {
        assertThat(Urgency.of(EventClass.EVIDENCE, GatewayEvents.SIGN_IN_REFUSED))
                .isEqualTo(Urgency.ALARM);
        assertThat(Urgency.of(EventClass.EVIDENCE, EventType.BATTERY_LOW.wireName()))
                .isEqualTo(Urgency.CONFIGURATION);
        assertThat(Urgency.of(EventClass.EVIDENCE, GatewayEvents.COMMAND_REPORTED))
                .isEqualTo(Urgency.ACCESS);
    }

    @Test
    void a_type_that_nobody_knows_is_evidence_of_something() {
        assertThat(Urgency.of(EventClass.EVIDENCE, "GoatPassed")).isEqualTo(Urgency.ACCESS);
        assertThat(Urgency.of(EventClass.STATE, "GoatPassed")).isEqualTo(Urgency.TELEMETRY);
    }

    @ParameterizedTest
    @EnumSource
    void the_code_leads_back_and_fits_three_bits(Urgency urgency) {
        assertThat(Urgency.byCode(urgency.code())).hasValue(urgency);
        assertThat(urgency.code()).isBetween(1, 7);
        assertThat(Urgency.byCode(0)).isEmpty();
    }
}
