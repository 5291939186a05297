package io.gatehouse.gateway.ingress.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InflowTest {

    private record Given(int message, Promise<Boolean> taken) {}

    private final List<Given> desk = new ArrayList<>();
    private final List<Runnable> pauses = new ArrayList<>();
    private int cuts;
    private int size = 100;

    private final Inflow<Integer> inflow = new Inflow<>(new Inflow.Around<>(
            message -> size,
            message -> {
                Promise<Boolean> taken = Promise.promise();
                desk.add(new Given(message, taken));
                return taken.future();
            },
            pauses::add,
            () -> cuts++));

    private void answer(boolean taken) {
        List<Given> now = List.copyOf(desk);
        desk.clear();
        now.forEach(given -> given.taken.complete(taken));
    }

    private List<Integer> atTheDesk() {
        return desk.stream().map(Given::message).toList();
    }

    private static List<Integer> numbers(int from, int to) {
        return IntStream.rangeClosed(from, to).boxed().toList();
    }

    @Test
    void the_desk_has_a_bounded_number_and_gets_the_next_in_their_order() {
        numbers(1, 600).forEach(inflow::add);

        assertThat(atTheDesk()).isEqualTo(numbers(1, Inflow.AT_THE_DESK));
        answer(true);
        assertThat(atTheDesk()).isEqualTo(numbers(Inflow.AT_THE_DESK + 1, 2 * Inflow.AT_THE_DESK));
        answer(true);
        answer(true);
        assertThat(inflow.bytes()).isZero();
    }

    @Test
    void a_busy_desk_is_left_alone_for_a_pause_and_then_gets_what_it_refused_first() {
        numbers(1, 300).forEach(inflow::add);

        answer(false);
        inflow.add(301);

        assertThat(desk).isEmpty();
        assertThat(pauses).hasSize(1);
        pauses.get(0).run();
        assertThat(atTheDesk()).isEqualTo(numbers(1, Inflow.AT_THE_DESK));
        answer(true);
        assertThat(atTheDesk()).isEqualTo(numbers(Inflow.AT_THE_DESK + 1, 301));
    }

    @Test
    void a_broker_that_sends_more_than_may_wait_is_cut_off() {
        size = 64 << 10;

        IntStream.rangeClosed(1, 600).forEach(inflow::add);

        assertThat(cuts).isPositive();
        assertThat(desk).hasSize(Inflow.AT_THE_DESK);
        inflow.forget();
        answer(true);
        assertThat(desk).as("what waited comes again from the broker").isEmpty();
        assertThat(inflow.bytes()).isZero();
    }
}
