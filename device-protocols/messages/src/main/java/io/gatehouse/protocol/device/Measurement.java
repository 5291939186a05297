package io.gatehouse.protocol.device;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.protocol.RefusalCode;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One measurement in the shape of SenML (RFC 8428 §4.2): name, unit, and a number, a text or a truth.
 *
 * @param n name: {@code battery}, {@code rssi}, ...
 * @param u unit (RFC 8428 §12.1), such as {@code %EL}, {@code dBm}, {@code Cel}
 */
public record Measurement(
        String n,
        @Nullable String u,
        @Nullable Double v,
        @Nullable String vs,
        @Nullable Boolean vb) {

    private static final Pattern NAME_FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9:./_-]{0,63}");

    public static Measurement of(String name, String unit, double value) {
        return new Measurement(name, unit, value, null, null);
    }

    static void read(JsonNode node, List<Measurement> into, Fields outer) {
        if (!(node instanceof ObjectNode object)) {
            outer.refuse(RefusalCode.BAD_TYPE, "each of 'measurements' must be an object");
            return;
        }
        Fields fields = new Fields(object);
        String name = fields.text("n", 64);
        if (fields.refusal().isEmpty() && !NAME_FORM.matcher(name).matches()) {
            fields.refuse(RefusalCode.OUT_OF_RANGE, "'n' must be a SenML name (RFC 8428 §4.2), was '" + name + "'");
        }
        String unit = fields.optionalText("u", 24);
        Measurement read = withValue(object, fields, name, unit);
        fields.refusal().ifPresent(r -> outer.refuse(r.code(), "in 'measurements': " + r.message()));
        into.add(read);
    }

    private static Measurement withValue(ObjectNode object, Fields fields, String name, @Nullable String unit) {
        JsonNode number = object.path("v");
        JsonNode text = object.path("vs");
        JsonNode truth = object.path("vb");
        if (number.isNumber() && Double.isFinite(number.doubleValue())) {
            return new Measurement(name, unit, number.doubleValue(), null, null);
        }
        if (text.isTextual()) {
            return new Measurement(name, unit, null, text.textValue(), null);
        }
        if (truth.isBoolean()) {
            return new Measurement(name, unit, null, null, truth.booleanValue());
        }
        fields.refuse(RefusalCode.BAD_TYPE, "'" + name + "' needs a number 'v', a text 'vs' or a truth 'vb'");
        return new Measurement(name, unit, null, null, null);
    }
}
