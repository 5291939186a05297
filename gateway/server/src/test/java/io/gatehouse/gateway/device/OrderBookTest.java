package io.gatehouse.gateway.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.command.CommandOrder;
import io.gatehouse.protocol.command.CommandType;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrderBookTest {

    @TempDir
    Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();

    @AfterEach
    void end() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void hundreds_of_orders_in_one_moment_are_all_kept_once_it_is_said_and_each_is_known_after_a_restart()
            throws Exception {
        OrderBook book = open();
        onContext(() -> {
            List<Future<Void>> saved = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                book.note(order(i));
                saved.add(book.save());
            }
            return Future.all(saved).mapEmpty();
        });

        assertThat(open().unfinished(0)).hasSize(300);

        onContext(() -> {
            for (int i = 0; i < 299; i++) {
                book.handed("c-" + i);
                book.finished("c-" + i);
            }
            return book.save();
        });
        OrderBook later = open();
        assertThat(later.unfinished(0)).extracting(CommandOrder::commandId).containsExactly("c-299");
        assertThat(later.isKnown(order(7))).isTrue();
        assertThat(later.isHanded("c-7")).isTrue();
    }

    private OrderBook open() {
        return OrderBook.open(context, folder.resolve("orders"), 0);
    }

    private void onContext(Supplier<Future<Void>> what) throws Exception {
        CompletableFuture<Void> done = new CompletableFuture<>();
        context.runOnContext(v -> what.get().onSuccess(done::complete).onFailure(done::completeExceptionally));
        done.get(60, TimeUnit.SECONDS);
    }

    private static CommandOrder order(int number) {
        return new CommandOrder(
                "c-" + number,
                "k-" + number,
                new DeviceId("camera-" + number),
                CommandType.UPDATE_FIRMWARE,
                0,
                1_000_000,
                "lee",
                "2.5.0",
                Map.of());
    }
}
