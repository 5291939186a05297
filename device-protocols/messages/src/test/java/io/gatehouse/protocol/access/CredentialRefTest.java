package io.gatehouse.protocol.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.protocol.device.PresentedCredential;
import org.junit.jupiter.api.Test;

class CredentialRefTest {

    private static final byte[] KEY = {1, 2, 3};

    @Test
    void is_the_same_for_the_same_credential_and_differs_by_format_facility_number_and_key() {
        String ref = CredentialRef.of(KEY, new PresentedCredential("CARD", "WIEGAND26", 212, "7041"));

        assertThat(ref).matches("[0-9a-f]{32}");
        assertThat(CredentialRef.of(KEY, new PresentedCredential("card", "wiegand26", 212, "7041")))
                .isEqualTo(ref);
        assertThat(CredentialRef.of(KEY, new PresentedCredential("CARD", "WIEGAND34", 212, "7041")))
                .isNotEqualTo(ref);
        assertThat(CredentialRef.of(KEY, new PresentedCredential("CARD", "WIEGAND26", 1, "7041")))
                .isNotEqualTo(ref);
        assertThat(CredentialRef.of(KEY, new PresentedCredential("CARD", "WIEGAND26", 212, "7042")))
                .isNotEqualTo(ref);
        assertThat(CredentialRef.of(new byte[] {9}, new PresentedCredential("CARD", "WIEGAND26", 212, "7041")))
                .isNotEqualTo(ref);
    }

    @Test
    void masks_all_but_the_end_and_at_most_half_of_a_short_number() {
        assertThat(CredentialRef.mask("vawelon001")).isEqualTo("•••001");
        assertThat(CredentialRef.mask("7041")).isEqualTo("•••41");
        assertThat(CredentialRef.mask("7")).isEqualTo("•••");
    }
}
