package io.gatehouse.protocol.device;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a reader saw. Format, facility and number together are the identity of a card (the same number in two formats is
 * two credentials).
 *
 * @param type {@code CARD}, {@code QR_CODE}, {@code PIN}, ... as the device names it
 * @param format {@code RAW}, {@code WIEGAND26}, ...; {@code RAW} when the device gives none
 * @param facility the facility code, 0 when the format has none
 */
public record PresentedCredential(String type, String format, int facility, String number) {

    /** The credential of a checked {@code CredentialPresented} event. */
    public static PresentedCredential of(DeviceEvent event) {
        JsonNode node = event.body().path("credential");
        return new PresentedCredential(
                node.path("type").asText("CARD"),
                node.path("format").asText("RAW"),
                node.path("facility").asInt(0),
                node.path("number").asText());
    }
}
