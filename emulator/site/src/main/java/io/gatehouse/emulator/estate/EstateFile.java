package io.gatehouse.emulator.estate;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.gatehouse.emulator.device.Wiring;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads estate files. What is wrong with one is said with its place. */
public final class EstateFile {

    private static final ObjectMapper YAML =
            new ObjectMapper(new YAMLFactory()).configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, true);
    private static final Set<String> WIRES = Set.of("mqtt3", "mqtt5", "coap", "coaps");
    private static final Set<String> KINDS = Set.of("TURNSTILE", "READER", "DOOR_SENSOR", "CHECKPOINT", "CAMERA");

    private static final Set<String> WIRINGS =
            Arrays.stream(Wiring.values()).map(Enum::name).collect(Collectors.toCollection(TreeSet::new));

    static {
        // a list that is left out is empty; so a misspelt one is told by its name
        YAML.configOverride(List.class).setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY));
    }

    private EstateFile() {}

    /** The file is no estate. */
    public static final class Wrong extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Wrong(String message) {
            super(message);
        }
    }

    /** The estate of the demo: two towers and a gate. */
    public static Estate demo() {
        try (InputStream file = EstateFile.class.getResourceAsStream("/demo-estate.yaml")) {
            if (file == null) {
                throw new IllegalStateException("demo-estate.yaml is missing from the class path");
            }
            return parse(new String(file.readAllBytes(), StandardCharsets.UTF_8), "demo-estate.yaml");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Estate read(Path file) {
        try {
            return parse(Files.readString(file), file.toString());
        } catch (IOException e) {
            throw new Wrong(file + " cannot be read: " + e.getMessage());
        }
    }

    static Estate parse(String text, String name) {
        try {
            Estate estate = YAML.readValue(text, Estate.class);
            List<String> problems = problems(estate);
            if (!problems.isEmpty()) {
                throw new Wrong(name + ": " + String.join("; ", problems));
            }
            return estate;
        } catch (JsonProcessingException e) {
            String at = e.getLocation() == null ? "" : ":" + e.getLocation().getLineNr();
            throw new Wrong(name + at + ": " + e.getOriginalMessage());
        }
    }

    private static void connected(Estate.Device device, List<String> problems) {
        if (device.wiring() != null && !WIRINGS.contains(device.wiring())) {
            problems.add("device " + device.id() + ": wiring must be one of " + WIRINGS);
        }
        if (device.isReader() && device.doorId() == null) {
            problems.add("device " + device.id() + " has a direction but no doorId");
        }
    }

    private static List<String> problems(Estate estate) {
        List<String> problems = new ArrayList<>();
        if (Objects.isNull(estate.site()) || Objects.isNull(estate.gateway())) {
            problems.add("it must say its site (id, name, timeZone) and its gateway (id, name)");
        }
        Set<String> ids = new HashSet<>();
        for (Estate.Device device : estate.devices()) {
            if (!ids.add(device.id())) {
                problems.add("device " + device.id() + " stands twice");
            }
            if (!WIRES.contains(device.wire())) {
                problems.add("device " + device.id() + ": wire must be one of mqtt3, mqtt5, coap, coaps");
            }
            if (!KINDS.contains(device.kind())) {
                problems.add("device " + device.id() + ": there is no kind " + device.kind());
            }
            connected(device, problems);
        }
        Set<String> schedules = new HashSet<>();
        estate.schedules().forEach(schedule -> schedules.add(schedule.id()));
        Set<String> profiles = new HashSet<>();
        for (Estate.Profile profile : estate.profiles()) {
            profiles.add(profile.id());
            if (!schedules.contains(profile.schedule())) {
                problems.add("profile " + profile.id() + ": there is no schedule " + profile.schedule());
            }
        }
        estate.people()
                .forEach(person -> person.profiles().stream()
                        .filter(profile -> !profiles.contains(profile))
                        .forEach(
                                profile -> problems.add("person " + person.id() + ": there is no profile " + profile)));
        estate.checkpoints().stream()
                .filter(checkpoint -> !ids.contains(checkpoint.id()))
                .forEach(checkpoint -> problems.add("checkpoint " + checkpoint.id() + " has no device"));
        return problems;
    }
}
