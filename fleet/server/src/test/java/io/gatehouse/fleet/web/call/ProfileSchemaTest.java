package io.gatehouse.fleet.web.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.profile.ProfileReading;
import io.gatehouse.protocol.profile.Profiles;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.io.StringReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** The JSON Schema that editors use says the same as the reader that decides. */
class ProfileSchemaTest {

    private final Validator validator = Validator.create(
            JsonSchema.of(new JsonObject(Profiles.schema())),
            new JsonSchemaOptions().setDraft(Draft.DRAFT202012).setBaseUri("https://gatehouse.example"));

    private boolean fits(String yaml) {
        try {
            Object tree = new Yaml().load(new StringReader(yaml));
            JsonObject json = new JsonObject(WireFormat.JSON.mapper().writeValueAsString(tree));
            return Boolean.TRUE.equals(validator.validate(json).getValid());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isGood(String yaml) {
        return ProfileReading.of(yaml) instanceof ProfileReading.Good;
    }

    @Test
    void what_ships_fits_the_schema() {
        Profiles.shipped()
                .all()
                .forEach(profile -> assertThat(
                                fits(Profiles.shippedText(profile.key()).orElseThrow()))
                        .as(profile.key())
                        .isTrue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kind: READER|kind: READR",
                "heartbeatSeconds: 30|heartbeatSeconds: 2",
                "mandatory: true|mandatroy: true",
                "looks: { at: online }|looks: { at: online, metric: x }",
                "{ level: CRITICAL, above: 75, clear: 70 }|{ level: CRITICAL, above: 75, below: 2 }",
                "source: MAINS|source: SLEEPING",
                "dangerous: true|dangerous: sure"
            })
    void both_refuse_the_same(String change) {
        String[] parts = change.split("\\|", 2);
        String reader = Profiles.shippedText("reader").orElseThrow();
        String wrong = reader.replace(parts[0], parts[1]);

        assertThat(wrong).isNotEqualTo(reader);
        assertThat(isGood(wrong)).isFalse();
        assertThat(fits(wrong)).isFalse();
    }
}
