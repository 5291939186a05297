package io.gatehouse.launch;

import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.source.yaml.YamlConfigSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads a server's settings into its mapping interface. Later wins: defaults of the mapping, the YAML file, the
 * environment ({@code GATEHOUSE_GATEWAY_MQTT_PORT}), options ({@code --set gatehouse.gateway.mqtt.port=1884}). A name
 * that is not known is refused wherever it stands, naming the nearest one. One file may serve several servers.
 */
public final class Settings {

    private static final int FILE_ORDINAL = 200;
    private static final int ENVIRONMENT_ORDINAL = 300;
    private static final int OPTION_ORDINAL = 400;
    private static final int FIRST = 100;

    /** Other servers' settings may stand in the same file. */
    private static final List<String> PREFIXES =
            List.of("gatehouse.gateway.", "gatehouse.fleet.", "gatehouse.emulator.");

    /** Variables that the command line {@code gatehouse} reads; an operator may have them in the same environment. */
    private static final Set<String> OF_THE_COMMAND_LINE = Set.of("GATEHOUSE_FLEET_URL", "GATEHOUSE_FLEET_TOKEN");

    private Settings() {}

    /**
     * What was read.
     *
     * @param effective one line per setting with where its value comes from; secrets are masked
     */
    public record Loaded<T>(T settings, List<String> effective) {}

    /**
     * @param file the YAML file, or nothing
     * @throws StartRefusal when a value does not fit, a required one is missing, or a name under the mapping's prefix is
     *     not known
     */
    public static <T> T load(
            Class<T> mapping, @Nullable Path file, Map<String, String> environment, Map<String, String> options) {
        return read(mapping, file, environment, options).settings();
    }

    /** As {@link #load}, with a listing of what is in effect. */
    public static <T> Loaded<T> read(
            Class<T> mapping, @Nullable Path file, Map<String, String> environment, Map<String, String> options) {
        SettingNames names = SettingNames.of(mapping);
        options.keySet().forEach(name -> mustKnow(names, name, "--set " + name));
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withConverter(Duration.class, FIRST, Durations::parse)
                .withMapping(mapping)
                .withSources(new PropertiesConfigSource(
                        fromEnvironment(names, environment), "environment", ENVIRONMENT_ORDINAL))
                .withSources(new PropertiesConfigSource(options, "option", OPTION_ORDINAL));
        if (file != null) {
            builder.withSources(yaml(names, file));
        }
        try {
            SmallRyeConfig config = builder.build();
            return new Loaded<>(config.getConfigMapping(mapping), effective(names, config));
        } catch (ConfigValidationException e) {
            String problem = e.getProblemCount() > 0 ? e.getProblem(0).getMessage() : String.valueOf(e.getMessage());
            throw new StartRefusal(optionIn(names, problem), plain(problem));
        }
    }

    private static Map<String, String> fromEnvironment(SettingNames names, Map<String, String> environment) {
        String prefix = names.prefix().toUpperCase(Locale.ROOT).replace('.', '_') + "_";
        Map<String, String> found = new HashMap<>();
        new TreeMap<>(environment).forEach((variable, value) -> {
            // an empty variable is as good as none: that is how compose files hand on what is not set
            if (!variable.startsWith(prefix) || value.isEmpty() || OF_THE_COMMAND_LINE.contains(variable)) {
                return;
            }
            Setting known = names.findByEnvironment(variable)
                    .orElseThrow(() -> unknown(
                            "the environment variable " + variable,
                            variable,
                            names.nearest(variable.toLowerCase(Locale.ROOT).replace('_', '.'))
                                    .environmentName()));
            found.put(known.name(), value);
        });
        return found;
    }

    private static YamlConfigSource yaml(SettingNames names, Path file) {
        YamlConfigSource source;
        try {
            source = new YamlConfigSource(file.toString(), Files.readString(file), FILE_ORDINAL);
        } catch (IOException e) {
            throw new StartRefusal("--config", "the settings file " + file + " cannot be read: " + e.getMessage());
        } catch (RuntimeException e) {
            String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new StartRefusal("--config", "the settings file " + file + " is not valid YAML: " + reason);
        }
        for (String name : new TreeSet<>(source.getPropertyNames())) {
            boolean ofAnotherServer =
                    !name.startsWith(names.prefix() + ".") && PREFIXES.stream().anyMatch(name::startsWith);
            if (!ofAnotherServer) {
                mustKnow(names, name, name + " in " + file);
            }
        }
        return source;
    }

    private static void mustKnow(SettingNames names, String name, String where) {
        if (names.find(name).isEmpty()) {
            throw unknown("the setting " + name, where, names.nearest(name).name());
        }
    }

    private static StartRefusal unknown(String what, String option, String nearest) {
        return new StartRefusal(option, what + " is not known; the nearest is " + nearest);
    }

    /** What is in effect, one line per setting, from settings that were read before; secrets are masked. */
    public static <T> List<String> shown(Class<T> mapping, T settings) {
        return ShownSettings.of(SettingNames.of(mapping), mapping, settings).lines();
    }

    /** The values that {@link #shown} masks, so that they can be looked for elsewhere. */
    public static <T> List<String> secrets(Class<T> mapping, T settings) {
        return ShownSettings.of(SettingNames.of(mapping), mapping, settings).secrets();
    }

    private static List<String> effective(SettingNames names, SmallRyeConfig config) {
        return names.all().stream()
                .filter(each -> !each.isPattern())
                .map(each -> line(each, config.getConfigValue(each.name())))
                .toList();
    }

    private static String line(Setting setting, ConfigValue value) {
        if (value.getValue() == null) {
            return setting.name() + ": # not set";
        }
        String shown = setting.secret() ? "********" : value.getValue();
        return setting.name() + ": " + shown + " # " + source(value);
    }

    private static String source(ConfigValue value) {
        return switch (value.getSourceOrdinal()) {
            case OPTION_ORDINAL -> "option";
            case ENVIRONMENT_ORDINAL -> "environment";
            case FILE_ORDINAL -> String.valueOf(value.getSourceName());
            default -> "default";
        };
    }

    /** The library's codes and class names say nothing to an operator. */
    private static String plain(String problem) {
        return problem.lines()
                .findFirst()
                .orElse("")
                .replaceAll("[\\w.]+Exception: ", "")
                .replaceAll("SRCFG\\d+: ", "")
                .replaceFirst(
                        "^The config property \\S+ with the config value (.*) threw an Exception whilst being converted ",
                        "the value $1 does not fit: ")
                .replaceFirst(
                        "^The config property (\\S+) is (required but|defined as the empty String) .*",
                        "$1 is required and not set");
    }

    private static String optionIn(SettingNames names, String problem) {
        int at = problem.indexOf(names.prefix() + ".");
        if (at < 0) {
            return "the settings file";
        }
        int end = at;
        while (end < problem.length() && " ,'\"".indexOf(problem.charAt(end)) < 0) {
            end++;
        }
        return problem.substring(at, end);
    }
}
