package io.gatehouse.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * An estate as JSON or YAML. In YAML a card number stays as it is written: {@code 0040001} is text with its zeros, not
 * an octal number, and {@code 08:00} is no count of minutes.
 */
final class EstateFile {

    /** The only fields of an estate that are numbers; a credential's times are text and do not look like numbers. */
    private static final Set<String> NUMBERS = Set.of(("releaseMillis openSeconds facility heartbeatSeconds minutes "
                    + "extendedMillis relockMillis preAlarmSeconds delaySeconds seconds windowSeconds each searchPercent "
                    + "clearance validFrom validTo maxUses maxDays inactiveDays most least priority headcount entries "
                    + "maxFailures lockoutSeconds duplicateMillis factorSeconds verifySeconds")
            .split(" "));

    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,13}");
    private static final int MOST_CHARACTERS = 256 * 1024 * 1024;

    private EstateFile() {}

    static JsonNode read(Path file) throws IOException {
        String text = Files.readString(file);
        try {
            if (text.stripLeading().startsWith("{")) {
                return FleetClient.JSON.readTree(text);
            }
            return FleetClient.JSON.valueToTree(typed("", yaml().load(text)));
        } catch (YAMLException | JsonProcessingException e) {
            String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new IOException(file + ": " + why, e);
        }
    }

    private static Yaml yaml() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MOST_CHARACTERS);
        DumperOptions unused = new DumperOptions();
        return new Yaml(new SafeConstructor(options), new Representer(unused), unused, options, new Words());
    }

    private static Object typed(String field, Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> fields = new LinkedHashMap<>();
            map.forEach((name, each) -> fields.put(
                    String.valueOf(name), typed(field.equals("clearance") ? field : String.valueOf(name), each)));
            return fields;
        }
        if (value instanceof List<?> list) {
            return list.stream().map(each -> typed(field, each)).toList();
        }
        boolean number =
                NUMBERS.contains(field) && NUMBER.matcher(String.valueOf(value)).matches();
        return number ? Long.parseLong(String.valueOf(value)) : value;
    }

    /** Everything is text but true and false. */
    private static final class Words extends Resolver {

        @Override
        protected void addImplicitResolvers() {
            addImplicitResolver(Tag.BOOL, Pattern.compile("true|false"), "tf");
            addImplicitResolver(Tag.MERGE, Pattern.compile("<<"), "<");
        }
    }
}
