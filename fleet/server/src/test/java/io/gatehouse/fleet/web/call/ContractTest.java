package io.gatehouse.fleet.web.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.fleet.Patiently;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ContractTest {

    private static final Vertx VERTX = Vertx.vertx();

    @AfterAll
    static void close() throws Exception {
        VERTX.close().await(Patiently.SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void the_contract_is_valid_openapi_and_every_operation_has_a_name() throws Exception {
        Contract contract = Contract.load(VERTX).await(Patiently.SECONDS, TimeUnit.SECONDS);

        assertThat(contract.checked().operations())
                .hasSizeGreaterThan(25)
                .allSatisfy(operation -> assertThat(operation.getOperationId()).matches("[a-zA-Z]+"));
        assertThat(contract.served().getString("openapi")).startsWith("3.1");
    }

    @Test
    void every_refusal_in_the_contract_has_the_one_error_shape_and_an_example() {
        JsonObject responses = Contract.read().getJsonObject("components").getJsonObject("responses");

        assertThat(responses.fieldNames()).allSatisfy(name -> {
            JsonObject json =
                    responses.getJsonObject(name).getJsonObject("content").getJsonObject("application/json");
            assertThat(json.getJsonObject("schema").getString("$ref")).isEqualTo("#/components/schemas/Error");
            assertThat(json.getJsonObject("example").fieldNames()).containsExactlyInAnyOrder("code", "message", "hint");
        });
    }

    @Test
    void every_operation_that_takes_a_body_shows_an_example() {
        JsonObject paths = Contract.read().getJsonObject("paths");

        assertThat(paths.fieldNames())
                .flatMap(path -> bodies(paths.getJsonObject(path)))
                .isNotEmpty()
                .allSatisfy(body -> assertThat(body.containsKey("example")).isTrue());
    }

    private static List<JsonObject> bodies(JsonObject path) {
        return path.stream()
                .map(Map.Entry::getValue)
                .filter(JsonObject.class::isInstance)
                .map(JsonObject.class::cast)
                .filter(operation -> operation.containsKey("requestBody"))
                .map(operation -> operation
                        .getJsonObject("requestBody")
                        .getJsonObject("content")
                        .getJsonObject("application/json"))
                .toList();
    }
}
