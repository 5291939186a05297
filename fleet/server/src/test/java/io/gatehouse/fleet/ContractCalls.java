package io.gatehouse.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.fleet.web.call.Contract;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Parameter;
import io.vertx.openapi.validation.ResponseValidator;
import io.vertx.openapi.validation.ValidatableResponse;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Calls operations of the contract on a running fleet.
 *
 * @param values of parameters by name; those that begin with nothing here are learned on the way
 */
record ContractCalls(Vertx vertx, Contract contract, RunningFleet running, Map<String, String> values) {

    private static final String FILES =
            "application/(cbor|x-ndjson|json|pdf|zip|vnd.openxmlformats.*)|image/png|image/jpeg|text/csv.*";
    /** Parameters of which an operation needs one. */
    private static final Set<String> ONE_OF = Set.of("whatIf person");

    /** Calls it with the values that its parameters have here, and its own example as body. */
    HttpResponse<String> call(Operation operation, String... headers) {
        // the stranger is of another name than the device
        String path = operation.getOpenAPIPath().replace("quarantine/{device}", "quarantine/stranger-1");
        StringBuilder query = new StringBuilder();
        for (Parameter parameter : operation.getParameters()) {
            String value = values.getOrDefault(parameter.getName(), "");
            path = path.replace("{" + parameter.getName() + "}", value);
            boolean asked =
                    parameter.isRequired() || ONE_OF.contains(operation.getOperationId() + " " + parameter.getName());
            if (asked && !operation.getOpenAPIPath().contains("{" + parameter.getName() + "}")) {
                query.append(query.isEmpty() ? '?' : '&')
                        .append(parameter.getName())
                        .append('=')
                        .append(value);
            }
        }
        return running.send(operation.getHttpMethod().name(), path + query, body(operation), headers);
    }

    private String body(Operation operation) {
        JsonObject request = Contract.read()
                .getJsonObject("paths")
                .getJsonObject(operation.getOpenAPIPath())
                .getJsonObject(operation.getHttpMethod().name().toLowerCase(Locale.ROOT))
                .getJsonObject("requestBody");
        return request == null
                ? ""
                : request.getJsonObject("content")
                        .getJsonObject("application/json")
                        .getJsonObject("example")
                        .encode()
                        .replace(
                                "\"newCode\":\"0000000000\"",
                                "\"newCode\":\"" + values.getOrDefault("spare", "") + "\"")
                        .replace(
                                "\"hash\":\"" + "0".repeat(64),
                                "\"hash\":\"" + values.getOrDefault("hash", "0".repeat(64)));
    }

    /** What it asks for: a token of the admin, or what a gateway or a new box has. */
    String[] authorization(Operation operation) {
        if (operation.getOperationId().equals("drawDeviceSecret")) {
            String claim = "claim:" + values.getOrDefault("claim", "");
            return new String[] {"Authorization", "Basic " + Base64.getEncoder().encodeToString(claim.getBytes())};
        }
        String credentials = operation.getOperationId().startsWith("siteBook")
                        || operation.getOperationId().equals("gatewayArtifact")
                ? "Basic "
                        + Base64.getEncoder().encodeToString(("east-1:" + values.getOrDefault("secret", "")).getBytes())
                : "Bearer " + running.token();
        return new String[] {"Authorization", credentials};
    }

    /** Fails where an answer is not what the contract says. */
    void fits(Operation operation, HttpResponse<String> answer) throws Exception {
        String type = answer.headers().firstValue("content-type").orElse("");
        if (type.equals("application/json") && !operation.getOperationId().equals("contract")) {
            ResponseValidator.create(vertx, contract.checked())
                    .validate(
                            ValidatableResponse.create(answer.statusCode(), Buffer.buffer(answer.body()), type),
                            operation.getOperationId())
                    .await(Patiently.SECONDS, TimeUnit.SECONDS);
        } else {
            assertThat(answer.statusCode() == 204 || type.matches(FILES))
                    .as(type)
                    .isTrue();
        }
    }
}
