# Read by the scripts in bin: they set home, main and standard (the JVM's options unless JAVA_OPTS says otherwise).
# JAVA_HOME names the Java to use, JAVA_OPTS adds options and wins over the standard ones.

if [ -n "${JAVA_HOME:-}" ]; then
    java=$JAVA_HOME/bin/java
else
    java=$(command -v java) || { echo "${0##*/}: no java found; install a JDK or JRE 17 or newer, or set JAVA_HOME" >&2; exit 1; }
fi
[ -x "$java" ] || { echo "${0##*/}: $java cannot be run; set JAVA_HOME to a JDK or JRE 17 or newer" >&2; exit 1; }

# From Java 24 on, libraries that read memory directly are allowed by name or warned about.
release=$(dirname "$(dirname "$(readlink -f "$java")")")/release
major=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$release" 2>/dev/null || true)
if [ "${major:-17}" -ge 24 ]; then
    standard="$standard --sun-misc-unsafe-memory-access=allow"
fi

# The options are words, not one word.
# shellcheck disable=SC2086
exec "$java" $standard --enable-native-access=ALL-UNNAMED -XX:+ExitOnOutOfMemoryError ${JAVA_OPTS:-} \
    -cp "$home/lib/*" "$main" "$@"
