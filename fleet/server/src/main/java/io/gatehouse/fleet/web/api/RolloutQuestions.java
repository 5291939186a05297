package io.gatehouse.fleet.web.api;

import io.gatehouse.fleet.presence.DeviceQuestions;
import io.gatehouse.fleet.rollout.RolloutWish;
import io.gatehouse.fleet.search.Catalogues;
import io.gatehouse.fleet.search.Condition;
import io.gatehouse.fleet.search.Fault;
import io.gatehouse.fleet.store.Reach;
import io.gatehouse.fleet.web.call.Answer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds the devices that a rollout names by questions, in the language of the lists. They are those that fit when it is looked
 * at or made; whoever fits later is not touched by it. Blocks; call on workers.
 */
public final class RolloutQuestions {

    private final DeviceQuestions devices;
    private final Questions questions;

    public RolloutQuestions(DeviceQuestions devices, Questions questions) {
        this.devices = devices;
        this.questions = questions;
    }

    /** Answers with the wish whose devices are all named, or refuses with the place where a question is wrong. */
    Answer answer(RolloutWish wish, Questions.Asker asker, Reach reach, Function<RolloutWish, Answer> answer) {
        try {
            return answer.apply(named(wish, asker, reach));
        } catch (Wrong wrong) {
            return Answer.refused(Questions.problem(wrong.fault));
        }
    }

    private RolloutWish named(RolloutWish wish, Questions.Asker asker, Reach reach) {
        RolloutWish named = wish;
        RolloutWish.Target target = wish.target();
        if (target != null && target.query() != null) {
            named = named.with(target.of(both(target.devices(), find(target.query(), asker, reach))));
        }
        RolloutWish.Course course = wish.course();
        if (course != null && course.waves() != null) {
            List<RolloutWish.Wave> waves = new ArrayList<>();
            for (RolloutWish.Wave wave : course.waves()) {
                String query = wave.query();
                waves.add(query == null ? wave : wave.of(both(wave.devices(), find(query, asker, reach))));
            }
            named = named.with(course.with(waves));
        }
        return named;
    }

    /** Who is named both ways; by name alone nobody is left out. */
    private static List<String> both(@Nullable List<String> listed, List<String> found) {
        if (listed == null || listed.isEmpty()) {
            return found;
        }
        Set<String> all = new HashSet<>(listed);
        return found.stream().filter(all::contains).toList();
    }

    private List<String> find(String query, Questions.Asker asker, Reach reach) {
        Condition.Made made = questions.compile(Catalogues.DEVICES, query, asker);
        if (made instanceof Condition.Made.Refused refused) {
            throw new Wrong(refused.fault());
        }
        List<String> found = new ArrayList<>();
        devices.each(
                new DeviceQuestions.Asked(((Condition.Made.Done) made).condition(), null, reach),
                one -> found.add(
                        one.path("site").asText() + "/" + one.path("id").asText()));
        return found;
    }

    /** One of the questions cannot be read; ends the naming. */
    private static final class Wrong extends RuntimeException {

        private static final long serialVersionUID = 1;

        private final transient Fault fault;

        Wrong(Fault fault) {
            super(fault.message(), null, false, false);
            this.fault = fault;
        }
    }
}
