package io.gatehouse.protocol.profile;

import io.gatehouse.protocol.sitebook.DeviceKind;
import java.util.List;
import java.util.Optional;

/**
 * What there is to know of a model of device.
 *
 * @param key by which everything names it, such as {@code wand-dock}; a later profile of the same key takes its place
 * @param kind what it is by its main duty: what the gateway believes of it
 * @param capabilities open words such as {@code unlock} or {@code snapshot}; in the order of the file
 * @param checks what a technician goes through before it is in service, in this order
 */
public record DeviceProfile(
        String key,
        Words name,
        DeviceKind kind,
        List<String> capabilities,
        PowerPattern power,
        List<Metric> metrics,
        List<CommandSpec> commands,
        List<Setting> settings,
        List<Check> checks) {

    public DeviceProfile {
        capabilities = List.copyOf(capabilities);
        metrics = List.copyOf(metrics);
        commands = List.copyOf(commands);
        settings = List.copyOf(settings);
        checks = List.copyOf(checks);
    }

    public boolean can(String capability) {
        return capabilities.contains(capability);
    }

    /** What it says of the measurement of that SenML name, if anything. */
    public Optional<Metric> metric(String metric) {
        return metrics.stream().filter(one -> one.key().equals(metric)).findFirst();
    }

    public Optional<CommandSpec> command(String command) {
        return commands.stream().filter(one -> one.key().equals(command)).findFirst();
    }

    public Optional<Setting> setting(String setting) {
        return settings.stream().filter(one -> one.key().equals(setting)).findFirst();
    }

    public Optional<Check> check(String check) {
        return checks.stream().filter(one -> one.key().equals(check)).findFirst();
    }
}
