package io.gatehouse.cli;

import io.gatehouse.launch.Launch;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code gatehouse}: the fleet from a shell. What it understands is in the subcommands, each a class of its own. */
@Command(
        name = "gatehouse",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = GatehouseMain.Version.class,
        subcommands = {
            LoginCommand.class,
            PasswordCommand.class,
            OverviewCommand.class,
            SitesCommand.class,
            SiteCommand.class,
            GatewaysCommand.class,
            GatewayCommand.class,
            AuthorityCommand.class,
            DevicesCommand.class,
            DeviceCommand.class,
            LabelCommand.class,
            DoctorCommand.class,
            ProfileCommand.class,
            PositionCommand.class,
            CommissionCommand.class,
            WorkCommand.class,
            QuarantineCommand.class,
            EventsCommand.class,
            WhyCommand.class,
            ReasonsCommand.class,
            OrderCommand.class,
            EstateCommand.class,
            PeopleCommand.class,
            PatrolCommand.class,
            PlansCommand.class,
            NotesCommand.class,
            CardCommand.class,
            AccessCommand.class,
            PassCommand.class,
            PermitCommand.class,
            VisitCommand.class,
            RulePackCommand.class,
            DenialCommand.class,
            AuthenticationCommand.class,
            HolidaysCommand.class,
            ReportCommand.class,
            ExportCommand.class,
            BacklogCommand.class,
            TelemetryCommand.class,
            GapsCommand.class,
            AlarmCommand.class,
            AlarmRuleCommand.class,
            ChannelCommand.class,
            ViewCommand.class,
            AuditCommand.class,
            RevocationsCommand.class,
            RolloutCommand.class,
            MakerCommand.class,
            ConfigCommand.class,
            JobCommand.class,
            WhatIfCommand.class,
            EraseCommand.class,
            TokenCommand.class,
            AccountCommand.class,
            AutoComplete.GenerateCompletion.class
        })
public final class GatehouseMain implements Runnable {

    private final Terminal terminal;
    private final Words words;

    @Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Option(names = "--fleet", paramLabel = "URL", scope = ScopeType.INHERIT)
    private @Nullable String fleet;

    @Option(names = "--token", paramLabel = "TOKEN", scope = ScopeType.INHERIT)
    private @Nullable String token;

    @Option(names = "--json", scope = ScopeType.INHERIT)
    private boolean json;

    GatehouseMain(Terminal terminal) {
        this.terminal = terminal;
        this.words = new Words(terminal.view().locale());
    }

    /** Ends the process with one of {@link ExitCodes}. */
    public static void main(String[] arguments) {
        System.exit(run(Terminal.ofSystem(), arguments));
    }

    /** Runs one command and answers its exit code. */
    static int run(Terminal terminal, String... arguments) {
        Locale.setDefault(terminal.view().locale());
        GatehouseMain main = new GatehouseMain(terminal);
        CommandLine line = new CommandLine(main);
        line.setResourceBundle(main.words.bundle());
        line.setOut(terminal.out());
        line.setErr(terminal.err());
        line.setExecutionExceptionHandler((thrown, at, parsed) -> main.explain(thrown));
        return line.execute(arguments);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), words.say("noCommand"));
    }

    Terminal terminal() {
        return terminal;
    }

    Words words() {
        return words;
    }

    boolean json() {
        return json;
    }

    SignIn signIn() throws IOException {
        return SignIn.of(terminal, fleet, token);
    }

    @Nullable
    String tokenOption() {
        return token;
    }

    private int explain(Exception thrown) throws Exception {
        if (thrown instanceof FleetRefusal refusal) {
            terminal.err().println("gatehouse: " + refusal.sentence() + " [" + refusal.code() + "]");
            if (!refusal.hint().isEmpty()) {
                terminal.err().println(refusal.hint());
            }
            if (refusal.status() == 401) {
                terminal.err().println(words.say("signInFirst"));
                return ExitCodes.NOT_SIGNED_IN;
            }
            return ExitCodes.REFUSED;
        }
        if (thrown instanceof ConnectException || thrown instanceof HttpTimeoutException) {
            terminal.err().println("gatehouse: " + words.say("unreachable", signIn().fleet()));
            return ExitCodes.UNREACHABLE;
        }
        if (thrown instanceof IOException failed) {
            String why = failed.getMessage() == null ? failed.getClass().getSimpleName() : failed.getMessage();
            terminal.err().println("gatehouse: " + why);
            return ExitCodes.UNREACHABLE;
        }
        throw thrown;
    }

    /** The version of the build. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            return new String[] {"gatehouse " + Launch.version()};
        }
    }
}
