package io.gatehouse.launch;

import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.source.yaml.YamlConfigSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a server's settings into its mapping interface. Later wins: defaults of the mapping, the YAML file, the
 * environment ({@code GATEHOUSE_GATEWAY_MQTT_PORT}), options ({@code --set gatehouse.gateway.mqtt.port=1884}).
 */
public final class Settings {

    private static final int FILE_ORDINAL = 200;
    private static final int ENVIRONMENT_ORDINAL = 300;
    private static final int OPTION_ORDINAL = 400;

    private Settings() {}

    /**
     * @param file the YAML file, or nothing
     * @throws StartRefusal when a value does not fit, a required one is missing, or a name under the mapping's prefix is
     *     not known
     */
    public static <T> T load(
            Class<T> mapping, @Nullable Path file, Map<String, String> environment, Map<String, String> options) {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(mapping)
                .withSources(new EnvConfigSource(environment, ENVIRONMENT_ORDINAL))
                .withSources(new PropertiesConfigSource(options, "options", OPTION_ORDINAL));
        if (file != null) {
            builder.withSources(yaml(file));
        }
        try {
            SmallRyeConfig config = builder.build();
            return config.getConfigMapping(mapping);
        } catch (ConfigValidationException e) {
            String name = e.getProblemCount() > 0 ? e.getProblem(0).getMessage() : String.valueOf(e.getMessage());
            throw new StartRefusal(optionIn(name), name);
        }
    }

    private static YamlConfigSource yaml(Path file) {
        try {
            return new YamlConfigSource(file.toString(), Files.readString(file), FILE_ORDINAL);
        } catch (IOException e) {
            throw new StartRefusal("--config", "the settings file " + file + " cannot be read: " + e.getMessage());
        }
    }

    private static String optionIn(String message) {
        int at = message.indexOf("gatehouse.");
        if (at < 0) {
            return "the settings file";
        }
        int end = at;
        while (end < message.length() && " ,'\"".indexOf(message.charAt(end)) < 0) {
            end++;
        }
        return message.substring(at, end);
    }
}
