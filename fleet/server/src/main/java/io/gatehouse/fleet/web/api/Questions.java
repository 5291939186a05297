package io.gatehouse.fleet.web.api;

import io.gatehouse.fleet.search.Catalogue;
import io.gatehouse.fleet.search.Compiler;
import io.gatehouse.fleet.search.Condition;
import io.gatehouse.fleet.search.Fault;
import io.gatehouse.fleet.search.Views;
import io.gatehouse.fleet.web.call.Answer;
import io.gatehouse.fleet.web.call.Call;
import io.gatehouse.fleet.web.call.Problem;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.Function;

/** Reads the questions of requests. Blocks where a question names a group; call on workers. */
public final class Questions {

    private final Views views;
    private final Clock clock;

    public Questions(Views views, Clock clock) {
        this.views = views;
        this.clock = clock;
    }

    /** Answers with the condition of the question, or refuses with the place where it is wrong. */
    public Answer answer(Catalogue catalogue, String question, Asker asker, Function<Condition, Answer> answer) {
        Condition.Made made = compile(catalogue, question, asker);
        return made instanceof Condition.Made.Refused refused
                ? Answer.refused(problem(refused.fault()))
                : answer.apply(((Condition.Made.Done) made).condition());
    }

    /** The condition, or what is wrong. */
    public Condition.Made compile(Catalogue catalogue, String question, Asker asker) {
        return Compiler.compile(
                catalogue,
                question,
                new Compiler.Ground(clock.instant(), asker.zone(), views.groups(asker.user, catalogue.list())));
    }

    /**
     * Who asks.
     *
     * @param zoneName where their days begin, as they say; UTC when it is none
     */
    public record Asker(String user, String zoneName) {

        public static Asker of(Call call) {
            return new Asker(call.caller().user(), call.query("zone").orElse(""));
        }

        private ZoneId zone() {
            try {
                return zoneName.isEmpty() ? ZoneOffset.UTC : ZoneId.of(zoneName);
            } catch (DateTimeException e) {
                return ZoneOffset.UTC;
            }
        }
    }

    public static Problem problem(Fault fault) {
        return new Problem(400, "QUESTION_" + fault.code(), fault.message(), fault.hint());
    }
}
