package io.gatehouse.protocol.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReasonNamesTest {

    @ParameterizedTest
    @EnumSource
    void every_reason_has_its_line(ReasonCode code) {
        assertThat(ReasonNames.of(code).code()).isEqualTo(code);
    }

    @Test
    void a_reason_is_found_by_its_name_elsewhere_and_back() {
        assertThat(ReasonNames.of(ReasonCode.PASSBACK))
                .isEqualTo(new ReasonNames(
                        ReasonCode.PASSBACK, "Unauthorized", List.of(138), List.of(8), List.of("0x0a")));
        assertThat(ReasonNames.ofBacnet(129)).containsExactly(ReasonCode.CREDENTIAL_UNKNOWN);
        assertThat(ReasonNames.ofBacnet(133))
                .startsWith(ReasonCode.PERMIT_INVALID)
                .endsWith(ReasonCode.NO_ACCESS_RIGHT);
        assertThat(ReasonNames.ofBacnet(7)).isEmpty();
    }
}
