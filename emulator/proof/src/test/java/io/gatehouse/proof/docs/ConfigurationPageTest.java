package io.gatehouse.proof.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.fleet.FleetSettings;
import io.gatehouse.gateway.GatewaySettings;
import io.gatehouse.launch.ConfigReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code docs/configuration.md} is made, not written: {@code -Dgatehouse.docs.write=true} makes it again. */
class ConfigurationPageTest {

    @Test
    void the_page_names_every_setting_as_the_servers_know_it() throws IOException {
        Path page = ProjectFiles.root().resolve("docs/configuration.md");
        String made = ConfigReference.markdown(FleetSettings.class, GatewaySettings.class);

        if (Boolean.getBoolean("gatehouse.docs.write")) {
            Files.writeString(page, made);
        }

        assertThat(page)
                .content()
                .as("make it again with -Dgatehouse.docs.write=true")
                .isEqualTo(made);
    }
}
