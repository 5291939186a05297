package io.gatehouse.launch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConfigReferenceTest {

    @Test
    void every_setting_has_a_row_with_name_type_default_environment_and_meaning() {
        String page = ConfigReference.markdown(SampleSettings.class);

        assertThat(page.lines().filter(line -> line.startsWith("| `")))
                .containsExactly(
                        "| `gatehouse.gateway.data` | path | `./data/sample` | `GATEHOUSE_GATEWAY_DATA` | Where everything is kept. |",
                        "| `gatehouse.gateway.fleet.secret` | text |  | `GATEHOUSE_GATEWAY_FLEET_SECRET` | The gateway's password at the fleet. |",
                        "| `gatehouse.gateway.id` | text |  | `GATEHOUSE_GATEWAY_ID` | Name of the site. |",
                        "| `gatehouse.gateway.mqtt.keep-alive` | duration | `60s` | `GATEHOUSE_GATEWAY_MQTT_KEEP_ALIVE` | How long a silent device stays connected. |",
                        "| `gatehouse.gateway.mqtt.port` | number | `1883` | `GATEHOUSE_GATEWAY_MQTT_PORT` | Port for devices; 0 takes any free one. |",
                        "| `gatehouse.gateway.mqtt.tls-port` | number | `8883` | `GATEHOUSE_GATEWAY_MQTT_TLS_PORT` | Port for devices, encrypted. |",
                        "| `gatehouse.gateway.mqtt.when-full` | one of push-back, thin-out | `push-back` | `GATEHOUSE_GATEWAY_MQTT_WHEN_FULL` | What happens when the queue is full. |",
                        "| `gatehouse.gateway.names` | text, several by commas | `localhost` | `GATEHOUSE_GATEWAY_NAMES` | Names that the certificate covers. |");
    }
}
