package io.gatehouse.fleet.web.call;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The contract of {@code openapi/fleet.yaml}: as it is served, and as requests are checked against it. Immutable.
 *
 * @param served the whole contract, for {@code GET /openapi.json}
 * @param checked the same for the request validator, which knows neither relative servers nor other media types
 */
public record Contract(JsonObject served, OpenAPIContract checked) {

    public static final String BASE = "/api/v1";

    private static final String RESOURCE = "openapi/fleet.yaml";

    /** Reads and checks the contract from the class path; blocks shortly. Fails when it is no valid contract. */
    public static Future<Contract> load(Vertx vertx) {
        JsonObject served = read();
        return OpenAPIContract.from(vertx, forChecking(served)).map(checked -> new Contract(served, checked));
    }

    /** The contract as it is written. Read once a process, which takes a second; later answers are copies. */
    public static JsonObject read() {
        return Written.TREE.copy();
    }

    /** Read when it is first asked for. */
    private static final class Written {
        static final JsonObject TREE = parse();
    }

    private static JsonObject parse() {
        try (InputStream in = Contract.class.getClassLoader().getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("the class path has no " + RESOURCE);
            }
            Map<String, Object> tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(in);
            return new JsonObject(tree).copy();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonObject forChecking(JsonObject served) {
        JsonObject copy = served.copy();
        copy.put("servers", new JsonArray().add(new JsonObject().put("url", "http://fleet" + BASE)));
        // who may do what is decided before a body is read, which the router's own security handlers cannot
        copy.remove("security");
        JsonObject paths = copy.getJsonObject("paths");
        for (String path : paths.fieldNames()) {
            JsonObject item = paths.getJsonObject(path);
            for (String method : item.fieldNames()) {
                if (item.getValue(method) instanceof JsonObject operation) {
                    operation.remove("security");
                    keepJsonOnly(operation.getJsonObject("responses", new JsonObject()));
                }
            }
        }
        return copy;
    }

    private static void keepJsonOnly(JsonObject responses) {
        for (String status : responses.fieldNames()) {
            JsonObject content = responses.getJsonObject(status).getJsonObject("content");
            if (content != null && !content.containsKey("application/json")) {
                responses.getJsonObject(status).remove("content");
            } else if (content != null) {
                content.getMap().keySet().retainAll(Set.of("application/json"));
            }
        }
    }
}
