package io.gatehouse.launch;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** The newest lines of the log in memory, for a support bundle. Made by logback as its configuration says; any thread. */
public final class RecentLog extends AppenderBase<ILoggingEvent> {

    static final String NAME = "recent";
    private static final int MOST_LINES = 1_000;
    private static final int LONGEST_LINE = 2_000;

    private final ArrayDeque<String> lines = new ArrayDeque<>();

    /** The lines of this process, the oldest first; none when its logging is configured otherwise. */
    public static List<String> lines() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context
                && context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender(NAME) instanceof RecentLog log) {
            return log.kept();
        }
        return List.of();
    }

    @Override
    protected void append(ILoggingEvent event) {
        String line = event.getInstant() + " " + event.getLevel() + " " + event.getLoggerName() + ": "
                + event.getFormattedMessage() + reason(event.getThrowableProxy());
        synchronized (lines) {
            if (lines.size() == MOST_LINES) {
                lines.removeFirst();
            }
            lines.addLast(line.substring(0, Math.min(line.length(), LONGEST_LINE)));
        }
    }

    private static String reason(@Nullable IThrowableProxy thrown) {
        return thrown == null ? "" : " (" + thrown.getClassName() + ": " + thrown.getMessage() + ")";
    }

    List<String> kept() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }
}
