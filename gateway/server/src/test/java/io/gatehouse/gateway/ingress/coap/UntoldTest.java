package io.gatehouse.gateway.ingress.coap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.protocol.command.CommandType;
import io.gatehouse.protocol.command.DeviceCommand;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UntoldTest {

    private final Untold untold = new Untold();

    @Test
    void each_has_its_turn_until_the_device_has_it() {
        List.of("a", "b", "c").forEach(id -> untold.add(command(id, 100)));

        assertThat(turns(4)).containsExactly("a", "b", "c", "a");
        untold.told("b");
        assertThat(turns(3)).containsExactly("c", "a", "c");
        untold.told("a");
        untold.told("c");
        assertThat(untold.isEmpty()).isTrue();
        assertThat(turns(1)).containsExactly("");
    }

    @Test
    void what_is_over_or_answered_is_not_told() {
        untold.add(command("late", 10));
        untold.add(command("answered", 100));
        untold.add(command("open", 100));

        assertThat(untold.turn(10, "answered"::equals).orElseThrow().commandId())
                .isEqualTo("open");
        untold.told("open");
        assertThat(untold.isEmpty()).isTrue();
    }

    private List<String> turns(int count) {
        List<String> shown = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            shown.add(untold.turn(0, id -> false).map(DeviceCommand::commandId).orElse(""));
        }
        return shown;
    }

    private static DeviceCommand command(String id, long expiresAt) {
        return new DeviceCommand(id, CommandType.IDENTIFY, 0, expiresAt, null, null);
    }
}
