package io.gatehouse.fleet;

import io.gatehouse.fleet.courier.Courier;
import io.gatehouse.fleet.courier.Destinations;
import io.gatehouse.fleet.web.alarm.AlarmWeb;
import io.gatehouse.launch.StartRefusal;
import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.StartTLSOptions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** How alarms are told and how long they are kept, out of the settings. */
final class SendingSettings {

    private SendingSettings() {}

    static AlarmWeb.Settings of(FleetSettings settings) {
        int days = settings.alarms().keptDays();
        if (days < 1) {
            throw new StartRefusal("gatehouse.fleet.alarms.kept-days", "is " + days + "; a day is the least");
        }
        return new AlarmWeb.Settings(sending(settings), Duration.ofDays(days));
    }

    private static Courier.Settings sending(FleetSettings settings) {
        return new Courier.Settings(
                settings.mail().host().map(host -> mail(settings.mail(), host)),
                settings.mail().from(),
                networks(settings.notices().networks()),
                settings.notices().console().map(url -> url.replaceAll("/+$", "")));
    }

    private static MailConfig mail(FleetSettings.Mail mail, String host) {
        MailConfig config =
                new MailConfig().setHostname(host).setPort(mail.port()).setMaxPoolSize(2);
        switch (mail.encryption()) {
            case "starttls" -> config.setStarttls(StartTLSOptions.REQUIRED);
            case "tls" -> config.setSsl(true);
            case "plain" -> config.setStarttls(StartTLSOptions.DISABLED);
            default ->
                throw new StartRefusal(
                        "gatehouse.fleet.mail.encryption",
                        "'" + mail.encryption() + "' is none of starttls, tls and plain");
        }
        if (mail.user().isPresent()) {
            config.setLogin(LoginOption.REQUIRED)
                    .setUsername(mail.user().get())
                    .setPassword(mail.password().orElse(""));
        } else {
            config.setLogin(LoginOption.DISABLED);
        }
        return config;
    }

    private static List<Destinations.Network> networks(Optional<String> list) {
        try {
            return list.stream()
                    .flatMap(text -> Arrays.stream(text.split(",")))
                    .filter(text -> !text.isBlank())
                    .map(Destinations.Network::parse)
                    .toList();
        } catch (IllegalArgumentException e) {
            throw new StartRefusal("gatehouse.fleet.notices.networks", String.valueOf(e.getMessage()));
        }
    }
}
