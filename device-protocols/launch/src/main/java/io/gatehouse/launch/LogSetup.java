package io.gatehouse.launch;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.EncoderBase;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.List;

/**
 * Logs go to the error stream. {@code GATEHOUSE_LOG=json} for machines, {@code GATEHOUSE_LOG_LEVEL=debug} for our own
 * classes, {@code GATEHOUSE_LOG_ROOT_LEVEL} for all others; each may also be a system property. Found by logback as a
 * service. Set up in code, because reading the same from a file takes a gateway a tenth of its start; a file that is
 * named by {@code -Dlogback.configurationFile=FILE}, or lies at the root of the class path, wins, and an empty name
 * means none.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_HIGH_PRIORITY)
public final class LogSetup extends ContextAwareBase implements Configurator {

    private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{0}: %msg%n%rEx";
    private static final List<String> FILES = List.of("logback-test.xml", "logback.xml");

    /** What these say at info is nobody's business while all is well. */
    private static final List<String> QUIET = List.of(
            "org.flywaydb",
            "com.zaxxer.hikari",
            "org.eclipse.californium",
            "io.netty",
            "io.vertx",
            "io.smallrye",
            "org.jboss");

    @Override
    public ExecutionStatus configure(LoggerContext logging) {
        if (isInFile()) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        logging.getLogger("io.gatehouse").setLevel(Level.toLevel(word("GATEHOUSE_LOG_LEVEL", "info"), Level.INFO));
        QUIET.forEach(name -> logging.getLogger(name).setLevel(Level.WARN));
        Logger root = logging.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.toLevel(word("GATEHOUSE_LOG_ROOT_LEVEL", "info"), Level.INFO));
        root.addAppender(console(logging, word("GATEHOUSE_LOG", "plain").equals("json") ? json() : plain()));
        root.addAppender(recent(logging));
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    private static boolean isInFile() {
        String named = System.getProperty("logback.configurationFile");
        return named != null
                ? !named.isEmpty()
                : FILES.stream().anyMatch(file -> ClassLoader.getSystemResource(file) != null);
    }

    @MayUseSystem(because = "logging is set up before there are settings")
    private static String word(String name, String otherwise) {
        String property = System.getProperty(name);
        return property != null ? property : System.getenv().getOrDefault(name, otherwise);
    }

    private static ConsoleAppender<ILoggingEvent> console(LoggerContext logging, EncoderBase<ILoggingEvent> encoder) {
        encoder.setContext(logging);
        encoder.start();
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(logging);
        console.setName("console");
        console.setTarget("System.err");
        console.setEncoder(encoder);
        console.start();
        return console;
    }

    private static EncoderBase<ILoggingEvent> plain() {
        PatternLayoutEncoder plain = new PatternLayoutEncoder();
        plain.setPattern(PATTERN);
        return plain;
    }

    private static EncoderBase<ILoggingEvent> json() {
        JsonEncoder json = new JsonEncoder();
        json.setWithSequenceNumber(false);
        json.setWithNanoseconds(false);
        json.setWithContext(false);
        json.setWithMessage(false);
        json.setWithArguments(false);
        json.setWithFormattedMessage(true);
        return json;
    }

    private static RecentLog recent(LoggerContext logging) {
        RecentLog recent = new RecentLog();
        recent.setContext(logging);
        recent.setName(RecentLog.NAME);
        recent.start();
        return recent;
    }
}
