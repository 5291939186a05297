package io.gatehouse.launch;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Settings read back out of their mapping: as lines without secrets, and the secrets by themselves. */
record ShownSettings(List<String> lines, List<String> secrets) {

    private static final String MASK = "********";

    static ShownSettings of(SettingNames names, Class<?> mapping, Object settings) {
        ShownSettings shown = new ShownSettings(new ArrayList<>(), new ArrayList<>());
        for (Setting setting : names.all()) {
            if (!setting.isPattern()) {
                String path = setting.name().substring(names.prefix().length() + 1);
                shown.add(setting, value(mapping, settings, path));
            }
        }
        return shown;
    }

    private void add(Setting setting, @Nullable Object value) {
        if (value == null) {
            lines.add(setting.name() + ": # not set");
            return;
        }
        if (setting.secret()) {
            secrets.add(value.toString());
        }
        lines.add(setting.name() + ": " + (setting.secret() ? MASK : value));
    }

    /** Goes down the groups by the parts of the name. */
    private static @Nullable Object value(Class<?> group, Object at, String path) {
        for (Method method : group.getMethods()) {
            String name = SettingNames.name("", method).substring(1);
            if (path.equals(name)) {
                return plain(call(method, at));
            }
            if (path.startsWith(name + ".")) {
                Object inner = plain(call(method, at));
                return inner == null ? null : value(method.getReturnType(), inner, path.substring(name.length() + 1));
            }
        }
        return null;
    }

    private static @Nullable Object plain(@Nullable Object value) {
        return value instanceof Optional<?> optional ? optional.orElse(null) : value;
    }

    private static @Nullable Object call(Method method, Object at) {
        try {
            return method.invoke(at);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the settings cannot be read back: " + method.getName(), e);
        }
    }
}
