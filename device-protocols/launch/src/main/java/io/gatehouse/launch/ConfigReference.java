package io.gatehouse.launch;

/** Writes the reference of all settings for {@code docs/configuration.md} from the mapping interfaces. */
public final class ConfigReference {

    private static final String HEAD = """
            # Settings

            Made from the settings interfaces by `ConfigReference`; a test keeps it current. Later wins: the default, the YAML file (`--config FILE`), the environment, `--set name=value`. An empty environment variable counts as not set. A name that is not known is refused. `--print-settings` shows what is in effect and where it comes from. Durations are written `500ms`, `30s`, `5m`, `2h`, `7d`.
            """;

    private ConfigReference() {}

    /** The whole page, in Markdown, ending in a line break. */
    public static String markdown(Class<?>... mappings) {
        StringBuilder page = new StringBuilder(HEAD);
        for (Class<?> mapping : mappings) {
            SettingNames names = SettingNames.of(mapping);
            page.append("\n## ").append(names.prefix()).append("\n\n");
            page.append("| name | type | default | environment | meaning |\n|---|---|---|---|---|\n");
            names.all().forEach(each -> page.append(row(each)));
        }
        return page.toString();
    }

    private static String row(Setting setting) {
        String standard = setting.standard().map(text -> "`" + text + "`").orElse("");
        return "| `" + setting.name() + "` | " + setting.type() + " | " + standard + " | "
                + (setting.isPattern() ? "" : "`" + setting.environmentName() + "`") + " | "
                + setting.meaning().replace("|", "\\|") + " |\n";
    }
}
