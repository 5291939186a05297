# Read by the scripts in bin: they set home, main and standard (the JVM's options unless JAVA_OPTS says otherwise), and
# rehearsal where there is one.
# JAVA_HOME names the Java to use, JAVA_OPTS adds options and wins over the standard ones. GATEHOUSE_CLASS_ARCHIVE=off
# starts without a class-data archive, GATEHOUSE_CLASS_ARCHIVE=FOLDER says where it is kept.

if [ -n "${JAVA_HOME:-}" ]; then
    java=$JAVA_HOME/bin/java
else
    java=$(command -v java) || { echo "${0##*/}: no java found; install a JDK or JRE 17 or newer, or set JAVA_HOME" >&2; exit 1; }
fi
[ -x "$java" ] || { echo "${0##*/}: $java cannot be run; set JAVA_HOME to a JDK or JRE 17 or newer" >&2; exit 1; }

# From Java 24 on, libraries that read memory directly are allowed by name or warned about. What the shell can do itself
# it does: each process that it starts costs a start of the server its time.
release=$(readlink -f "$java")
release=${release%/*}
release=${release%/*}/release
major=
if [ -r "$release" ]; then
    while IFS= read -r line; do
        case $line in
        JAVA_VERSION=\"*)
            major=${line#*\"}
            major=${major%%[!0-9]*}
            ;;
        esac
    done <"$release"
fi
if [ "${major:-17}" -ge 24 ]; then
    standard="$standard --sun-misc-unsafe-memory-access=allow"
fi
standard="$standard --enable-native-access=ALL-UNNAMED"

# A class-data archive spares the JVM reading and checking thousands of classes at each start. One is made for each
# version and Java: by a rehearsal, in the background, idle, when the first start has long been through. Where no folder
# can be written there is none, and nothing else changes.
cache=
find_cache() {
    for folder in "${GATEHOUSE_CLASS_ARCHIVE:-}" "${CACHE_DIRECTORY:-}" "${STATE_DIRECTORY:+$STATE_DIRECTORY/cache}" \
        "${XDG_CACHE_HOME:+$XDG_CACHE_HOME/gatehouse}" "${HOME:+$HOME/.cache/gatehouse}"; do
        if [ -n "$folder" ] && { [ -d "$folder" ] || (umask 077 && mkdir -p "$folder") 2>/dev/null; } \
            && [ -w "$folder" ]; then
            cache=$folder
            return
        fi
    done
}

rehearse() {
    sleep "${GATEHOUSE_CLASS_ARCHIVE_AFTER:-20}"
    # whoever asked for the version, or could not start, needs no archive
    kill -0 $$ || return 0
    # a rehearsal that was killed an hour ago is over
    find "$cache" -maxdepth 1 -name '*.making' -mmin +60 -exec rm -rf {} +
    (umask 077 && mkdir "$archive.making") || return 0
    trap 'rm -rf "$archive.making"' EXIT
    trap 'exit 1' HUP INT TERM
    # if memory is short, this goes and not the server
    echo 1000 >/proc/self/oom_score_adj || true
    # shellcheck disable=SC2086
    nice -n 19 "$java" $standard -Xshare:auto -XX:ArchiveClassesAtExit="$archive.making/archive" \
        -cp "$home/lib/*" "$rehearsal" "$archive.making/data"
    mv "$archive.making/archive" "$archive"
    find "$cache" -maxdepth 1 -name "${main##*.}-*.jsa" ! -name "${archive##*/}" -mtime +30 -exec rm -f {} +
}

if [ -n "${rehearsal:-}" ] && [ "${GATEHOUSE_CLASS_ARCHIVE:-}" != off ]; then
    find_cache
    if [ -n "$cache" ]; then
        sum=$({ ls -lL "$home/lib"; cat "$release"; } 2>/dev/null | cksum)
        archive=$cache/${main##*.}-${sum%% *}-${sum##* }.jsa
        if [ -f "$archive" ]; then
            standard="$standard -Xshare:auto -XX:SharedArchiveFile=$archive -Xlog:cds=off -Xlog:cds+dynamic=off"
        else
            # twice into the background: not a child of the server
            (rehearse &) </dev/null >/dev/null 2>&1
        fi
    fi
fi

# The options are words, not one word.
# shellcheck disable=SC2086
exec "$java" $standard -XX:+ExitOnOutOfMemoryError ${JAVA_OPTS:-} -cp "$home/lib/*" "$main" "$@"
