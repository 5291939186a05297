package io.gatehouse.launch;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import io.smallrye.config.WithParentName;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every setting that a mapping interface knows, in the order of names. Immutable. */
final class SettingNames {

    private static final Set<String> ALWAYS_SECRET = Set.of("password", "secret", "token");

    private final String prefix;
    private final List<Setting> known;

    private SettingNames(String prefix, List<Setting> known) {
        this.prefix = prefix;
        this.known = known;
    }

    static SettingNames of(Class<?> mapping) {
        ConfigMapping annotation = mapping.getAnnotation(ConfigMapping.class);
        if (annotation == null) {
            throw new IllegalArgumentException(mapping + " is not a settings interface: @ConfigMapping is missing");
        }
        List<Setting> found = new ArrayList<>();
        collect(annotation.prefix(), mapping, found);
        found.sort(Comparator.comparing(Setting::name));
        return new SettingNames(annotation.prefix(), List.copyOf(found));
    }

    private static void collect(String prefix, Class<?> group, List<Setting> found) {
        for (Method method : group.getMethods()) {
            if (!method.isDefault() && !java.lang.reflect.Modifier.isStatic(method.getModifiers())) {
                collectType(name(prefix, method), method.getGenericReturnType(), method, found);
            }
        }
    }

    static String name(String prefix, Method method) {
        if (method.isAnnotationPresent(WithParentName.class)) {
            return prefix;
        }
        WithName given = method.getAnnotation(WithName.class);
        return prefix + "." + (given != null ? given.value() : kebab(method.getName()));
    }

    private static String kebab(String camel) {
        return camel.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }

    private static void collectType(String name, Type type, Method method, List<Setting> found) {
        if (type instanceof ParameterizedType generic) {
            Class<?> raw = (Class<?>) generic.getRawType();
            Type[] inner = generic.getActualTypeArguments();
            if (raw == Map.class) {
                collectType(name + ".*", inner[1], method, found);
                return;
            }
            if (raw == List.class || raw == Set.class) {
                collectList(name, (Class<?>) inner[0], method, found);
                return;
            }
            collectType(name, inner[0], method, found);
            return;
        }
        Class<?> leaf = (Class<?>) type;
        if (isGroup(leaf)) {
            collect(name, leaf, found);
        } else {
            found.add(setting(name, leaf, method));
        }
    }

    private static void collectList(String name, Class<?> element, Method method, List<Setting> found) {
        if (isGroup(element)) {
            collect(name + "[*]", element, found);
            return;
        }
        Setting one = setting(name, element, method);
        found.add(new Setting(name, one.type() + Setting.LIST, one.standard(), one.meaning(), one.secret()));
    }

    /** A nested interface is a group of settings; an interface of the JDK, such as Path, is a value. */
    private static boolean isGroup(Class<?> type) {
        return type.isInterface() && !type.getName().startsWith("java.");
    }

    private static Setting setting(String name, Class<?> type, Method method) {
        WithDefault standard = method.getAnnotation(WithDefault.class);
        Doc doc = method.getAnnotation(Doc.class);
        String last = name.substring(name.lastIndexOf('.') + 1);
        return new Setting(
                name,
                word(type),
                Optional.ofNullable(standard).map(WithDefault::value),
                doc == null ? "" : doc.value(),
                doc != null && doc.secret() || ALWAYS_SECRET.stream().anyMatch(last::endsWith));
    }

    private static String word(Class<?> type) {
        if (type.isEnum()) {
            return Stream.of(type.getEnumConstants())
                    .map(each -> each.toString().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .collect(Collectors.joining(", ", "one of ", ""));
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return "number";
        }
        if (type == Duration.class) {
            return "duration";
        }
        return type == Path.class ? "path" : "text";
    }

    String prefix() {
        return prefix;
    }

    List<Setting> all() {
        return known;
    }

    Optional<Setting> find(String name) {
        return known.stream().filter(each -> each.covers(name)).findFirst();
    }

    Optional<Setting> findByEnvironment(String variable) {
        return known.stream()
                .filter(each -> each.environmentName().equals(variable))
                .findFirst();
    }

    /** The known name that the operator most probably meant. */
    Setting nearest(String name) {
        return known.stream()
                .min(Comparator.comparingInt((Setting each) -> distance(each.name(), name)))
                .orElseThrow();
    }

    private static int distance(String known, String given) {
        if (known.endsWith("." + given)) {
            return 0;
        }
        int[] row = new int[given.length() + 1];
        for (int j = 0; j <= given.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= known.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= given.length(); j++) {
                int above = row[j];
                int change = known.charAt(i - 1) == given.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(diagonal + change, 1 + Math.min(above, row[j - 1]));
                diagonal = above;
            }
        }
        return row[given.length()];
    }
}
