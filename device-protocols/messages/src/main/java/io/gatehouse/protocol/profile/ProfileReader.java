package io.gatehouse.protocol.profile;

import io.gatehouse.protocol.sitebook.DeviceKind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a profile's tree and tells every fault of it. For one profile. */
final class ProfileReader {

    static final Pattern KEY = Pattern.compile("[a-z][a-z0-9-]{0,47}");
    static final Pattern METRIC = Pattern.compile("[A-Za-z0-9][A-Za-z0-9:./_-]{0,63}");
    static final Pattern NAME = Pattern.compile("[A-Z][A-Za-z0-9]{1,47}");
    private static final Pattern FIELD = Pattern.compile("[a-z][A-Za-z0-9]{0,47}");
    private static final Pattern UNIT = Pattern.compile("\\S{1,24}");
    private static final Pattern OPTION = Pattern.compile("\\S{1,48}");
    private static final int DAY = 86_400;

    private final ProfileText text;
    private final List<ProfileFault> faults = new ArrayList<>();

    ProfileReader(ProfileText text) {
        this.text = text;
    }

    ProfileReading read() {
        DeviceProfile profile = profile(new Spot(text.tree(), "", text, faults));
        return faults.isEmpty() ? new ProfileReading.Good(profile) : new ProfileReading.Bad(faults);
    }

    private DeviceProfile profile(Spot spot) {
        spot.only("key", "name", "kind", "capabilities", "power", "metrics", "commands", "settings", "checks");
        List<Metric> metrics = spot.each("metrics", ProfileReader::metric);
        List<CommandSpec> commands = spot.each("commands", ProfileReader::command);
        List<Setting> settings = spot.each("settings", ProfileReader::setting);
        List<Check> checks = spot.each("checks", one -> new CheckReader(one, metrics, commands).read());
        spot.unique("metrics", metrics.stream().map(Metric::key).toList());
        spot.unique("commands", commands.stream().map(CommandSpec::key).toList());
        spot.unique("settings", settings.stream().map(Setting::key).toList());
        spot.unique("checks", checks.stream().map(Check::key).toList());
        return new DeviceProfile(
                spot.text("key", KEY, "a short name such as wand-dock: small letters, digits and hyphens"),
                spot.words("name"),
                spot.choice("kind", DeviceKind.class),
                spot.texts("capabilities", KEY, "a word such as unlock"),
                power(spot.inner("power")),
                metrics,
                commands,
                settings,
                checks);
    }

    private static PowerPattern power(Spot spot) {
        spot.only("source", "heartbeatSeconds", "sleepSeconds", "wakeSeconds");
        PowerPattern.Source source = spot.choice("source", PowerPattern.Source.class);
        boolean sleeps = source == PowerPattern.Source.SLEEPING;
        if (!sleeps && (spot.has("sleepSeconds") || spot.has("wakeSeconds"))) {
            spot.fault(
                    "source", "only a SLEEPING device has sleepSeconds and wakeSeconds; leave them out, or change it");
        }
        PowerPattern power = new PowerPattern(
                source,
                spot.number("heartbeatSeconds", 5, DAY),
                sleeps ? spot.number("sleepSeconds", 1, DAY) : 0,
                sleeps ? spot.number("wakeSeconds", 1, DAY) : 0);
        if (power.sleepSeconds() > power.heartbeatSeconds()) {
            spot.fault("sleepSeconds", "it sleeps longer than its heartbeat; give a heartbeat of at least as long");
        }
        return power;
    }

    private static Metric metric(Spot spot) {
        spot.only("key", "name", "unit", "form", "min", "max", "thresholds");
        Metric metric = new Metric(
                spot.text("key", METRIC, "a SenML name such as battery"),
                spot.words("name"),
                spot.optionalText("unit", UNIT, "a unit of SenML such as %EL or dBm"),
                spot.has("form") ? spot.choice("form", Metric.Form.class) : Metric.Form.GAUGE,
                spot.limit("min"),
                spot.limit("max"),
                spot.each("thresholds", ProfileReader::threshold));
        ordered(spot, metric.min(), metric.max());
        return metric;
    }

    private static Threshold threshold(Spot spot) {
        spot.only("level", "below", "above", "clear");
        Threshold threshold = new Threshold(
                spot.choice("level", Threshold.Level.class),
                spot.limit("below"),
                spot.limit("above"),
                spot.limit("clear"));
        if (spot.has("below") == spot.has("above")) {
            spot.fault("", "give either below or above");
        }
        if ((threshold.below() != null && threshold.clear() != null && threshold.clear() < threshold.below())
                || (threshold.above() != null && threshold.clear() != null && threshold.clear() > threshold.above())) {
            spot.fault("clear", "it lies on the bad side of the limit; a problem would never begin");
        }
        return threshold;
    }

    private static CommandSpec command(Spot spot) {
        spot.only("key", "name", "dangerous", "args");
        return new CommandSpec(
                spot.text("key", NAME, "the command's name on the wire, such as UnlockDoor"),
                spot.words("name"),
                spot.flag("dangerous", false),
                spot.each("args", ProfileReader::setting));
    }

    private static Setting setting(Spot spot) {
        spot.only("key", "name", "type", "unit", "min", "max", "options", "default");
        Setting setting = new Setting(
                spot.text("key", FIELD, "a name such as releaseMillis"),
                spot.words("name"),
                spot.choice("type", Setting.Type.class),
                spot.optionalText("unit", UNIT, "a unit such as ms"),
                spot.limit("min"),
                spot.limit("max"),
                spot.texts("options", OPTION, "a word"),
                spot.has("default") ? spot.value("default") : null);
        ordered(spot, setting.min(), setting.max());
        if ((setting.type() == Setting.Type.CHOICE) == setting.options().isEmpty()) {
            spot.fault("options", "a CHOICE has options, and nothing else has");
        }
        if (setting.initial() != null) {
            setting.wrong(setting.initial()).ifPresent(wrong -> spot.fault("default", wrong));
        }
        return setting;
    }

    static void ordered(Spot spot, @Nullable Double min, @Nullable Double max) {
        if (min != null && max != null && min > max) {
            spot.fault("min", "it is greater than max; exchange them");
        }
    }
}
