package io.gatehouse.launch;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import java.util.Iterator;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LogSetupTest {

    private final LoggerContext logging = new LoggerContext();

    @AfterEach
    void forget() {
        System.clearProperty("GATEHOUSE_LOG");
        System.clearProperty("GATEHOUSE_LOG_LEVEL");
        System.clearProperty("logback.configurationFile");
        logging.stop();
    }

    private Configurator.ExecutionStatus configure() {
        LogSetup setup = new LogSetup();
        setup.setContext(logging);
        return setup.configure(logging);
    }

    private Object encoder() {
        Iterator<?> appenders = logging.getLogger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders();
        @SuppressWarnings("unchecked")
        ConsoleAppender<ILoggingEvent> console = (ConsoleAppender<ILoggingEvent>) appenders.next();
        return console.getEncoder();
    }

    @Test
    void logback_finds_it() {
        assertThat(ServiceLoader.load(Configurator.class)).hasAtLeastOneElementOfType(LogSetup.class);
    }

    @Test
    void our_own_classes_speak_at_info_and_libraries_only_of_trouble() {
        assertThat(configure()).isEqualTo(Configurator.ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY);
        assertThat(logging.getLogger("io.gatehouse.gateway").isInfoEnabled()).isTrue();
        assertThat(logging.getLogger("io.netty.channel").isInfoEnabled()).isFalse();
        assertThat(encoder()).isInstanceOf(PatternLayoutEncoder.class);
    }

    @Test
    void the_level_and_the_form_are_words_of_the_surroundings() {
        System.setProperty("GATEHOUSE_LOG", "json");
        System.setProperty("GATEHOUSE_LOG_LEVEL", "debug");
        configure();
        assertThat(logging.getLogger("io.gatehouse").getLevel()).isEqualTo(Level.DEBUG);
        assertThat(encoder()).isInstanceOf(JsonEncoder.class);
    }

    @Test
    void the_newest_lines_are_kept() {
        configure();
        logging.getLogger("io.gatehouse.any").info("a line");
        RecentLog recent =
                (RecentLog) logging.getLogger(Logger.ROOT_LOGGER_NAME).getAppender(RecentLog.NAME);
        assertThat(recent.kept()).anyMatch(line -> line.contains("a line"));
    }

    @Test
    void a_file_that_is_named_wins() {
        System.setProperty("logback.configurationFile", "mine.xml");
        assertThat(configure()).isEqualTo(Configurator.ExecutionStatus.INVOKE_NEXT_IF_ANY);
    }
}
