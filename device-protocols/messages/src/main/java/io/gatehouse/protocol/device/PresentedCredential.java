package io.gatehouse.protocol.device;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.protocol.Decoded;
import io.gatehouse.protocol.card.CardBits;
import io.gatehouse.protocol.card.CardFault;
import io.gatehouse.protocol.card.CardFormat;
import io.gatehouse.protocol.card.CardRead;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a reader saw. Format, facility and number together are the identity of a card (the same number in two formats is
 * two credentials).
 *
 * @param type {@code CARD}, {@code QR_CODE}, {@code PIN}, ... as the device names it
 * @param format {@code RAW}, {@code WIEGAND26}, ...; {@code RAW} when the device gives none
 * @param facility the facility code, 0 when the format has none
 * @param number of bits that are no card the bits themselves, so that two misreads are not one read
 * @param fault why the bits that the reader sent are no card, or nothing
 */
public record PresentedCredential(
        String type,
        String format,
        int facility,
        String number,
        @Nullable CardFault fault) {

    public PresentedCredential(String type, String format, int facility, String number) {
        this(type, format, facility, number, null);
    }

    /** The credential of a checked {@code CredentialPresented} event; bits are read as their format says. */
    public static PresentedCredential of(DeviceEvent event) {
        return of(event, Set.of());
    }

    /** @param facilities the facility codes of the site's cards; empty: any */
    public static PresentedCredential of(DeviceEvent event, Set<Integer> facilities) {
        JsonNode node = event.body().path("credential");
        String type = node.path("type").asText("CARD");
        String format = node.path("format").asText("RAW");
        if (!node.hasNonNull("bits")) {
            return new PresentedCredential(
                    type,
                    format,
                    node.path("facility").asInt(0),
                    node.path("number").asText());
        }
        return bitsOf(node)
                .fold(
                        bits -> read(format, bits, facilities)
                                .fold(
                                        card -> of(type, card, bits, node),
                                        none -> unreadable(type, format, bits.raw(), none.fault())),
                        refusal -> unreadable(type, format, "", CardFault.BAD_FORMAT));
    }

    private static CardRead read(String format, CardBits bits, Set<Integer> facilities) {
        return CardFormat.named(format)
                .map(known -> known.read(bits, facilities))
                .orElseGet(() -> new CardRead.Unreadable(CardFault.BAD_FORMAT, "no such card format: " + format));
    }

    /** A reader that names another facility beside the bits has misread one of the two. */
    private static PresentedCredential of(String type, CardRead.Card card, CardBits bits, JsonNode node) {
        boolean sameFacility =
                !node.hasNonNull("facility") || node.path("facility").asInt() == card.facility();
        return sameFacility
                ? new PresentedCredential(type, card.format().name(), card.facility(), card.number())
                : unreadable(type, card.format().name(), bits.raw(), CardFault.FACILITY_CODE_MISMATCH);
    }

    private static PresentedCredential unreadable(String type, String format, String bits, CardFault fault) {
        return new PresentedCredential(type, format, 0, bits, fault);
    }

    /** The event's {@code bits}: zeros and ones, or hex with a {@code bitLength}. */
    static Decoded<CardBits> bitsOf(JsonNode credential) {
        String text = credential.path("bits").asText();
        return Optional.of(credential.path("bitLength"))
                .filter(JsonNode::canConvertToInt)
                .map(length -> CardBits.ofHex(text, length.asInt()))
                .orElseGet(() -> CardBits.ofBits(text));
    }
}
