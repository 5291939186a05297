package io.gatehouse.gateway.desk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.protocol.access.CredentialRef;
import io.gatehouse.protocol.device.DeviceEvent;
import io.gatehouse.protocol.device.PresentedCredential;
import java.util.List;
import java.util.Map;

/**
 * What a device said, as it may be kept: the credential's number is replaced by its mask; a PIN, and bits that say the number,
 * are left out, and so is whatever could be a template or a picture of a face or finger. What was found by comparing them
 * (score, model, whether somebody lives) stays.
 */
final class KeptRead {

    /** A score, a model, the number of a template are shorter; a template is longer. */
    private static final int MOST_LETTERS = 128;

    private KeptRead() {}

    static ObjectNode of(DeviceEvent event) {
        ObjectNode body = event.body().deepCopy();
        if (body.path("credential") instanceof ObjectNode credential) {
            credential.put("number", CredentialRef.mask(PresentedCredential.of(event)));
            credential.remove("pin");
            credential.remove("bits");
            credential.remove(templates(credential, true));
            body.remove(templates(body, false));
        }
        return body;
    }

    /** The names of what could be a template or a picture: long texts, and within a credential lists of numbers too. */
    private static List<String> templates(ObjectNode said, boolean lists) {
        return said.properties().stream()
                .filter(field ->
                        isLong(field.getValue()) || lists && field.getValue().isContainerNode())
                .map(Map.Entry::getKey)
                .toList();
    }

    private static boolean isLong(JsonNode value) {
        return value.isBinary() || value.isTextual() && value.textValue().length() > MOST_LETTERS;
    }
}
