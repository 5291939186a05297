package io.gatehouse.fleet.web.api;

import io.gatehouse.fleet.profile.ProfileShelf;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.web.call.Answer;
import io.gatehouse.fleet.web.call.Audit;
import io.gatehouse.fleet.web.call.Call;
import io.gatehouse.fleet.web.call.Operations;
import io.gatehouse.fleet.web.call.Problem;
import io.gatehouse.fleet.web.call.Work;
import io.gatehouse.protocol.profile.ProfileFault;
import io.gatehouse.protocol.profile.Profiles;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Device profiles: looked at by everybody who cares for devices, brought and taken away by admins. */
public final class ProfileApi {

    private final ProfileShelf shelf;
    private final Audit audit;
    private final Work work;

    public ProfileApi(ProfileShelf shelf, Audit audit, Work work) {
        this.shelf = shelf;
        this.audit = audit;
        this.work = work;
    }

    public void addTo(Operations operations) {
        operations
                .viewer("listProfiles", this::list)
                .viewer("profile", this::profile)
                .viewer("profileSchema", call -> Future.succeededFuture(Answer.ok(Json.read(Profiles.schema()))))
                .admin("putProfile", this::put)
                .admin("deleteProfile", this::delete);
    }

    record ProfileBody(String yaml) {}

    private Future<Answer> list(Call call) {
        return work.call(() -> Answer.ok(Map.of("items", shelf.list(), "refused", shelf.refused())));
    }

    private Future<Answer> profile(Call call) {
        String key = call.path("profile");
        return work.call(() -> Answer.found(shelf.find(key), found -> found, none(key)));
    }

    private Future<Answer> put(Call call) {
        String key = call.path("profile");
        String yaml = call.body(ProfileBody.class).yaml();
        Audit.By by = call.by();
        return work.call(() -> shelf.put(key, yaml, by.user())
                .fold(
                        profile -> {
                            audit.note(by, "putProfile", "profile " + key);
                            return Answer.found(shelf.find(key), found -> found, none(key));
                        },
                        faults -> Answer.refused(bad(faults))));
    }

    private static Problem bad(List<ProfileFault> faults) {
        return new Problem(
                400,
                "BAD_PROFILE",
                "The profile is refused: "
                        + faults.stream().map(ProfileFault::toString).collect(Collectors.joining("; ")),
                "Mend these places; GET /api/v1/device-profile-schema says what may stand where.");
    }

    private Future<Answer> delete(Call call) {
        String key = call.path("profile");
        Audit.By by = call.by();
        return work.call(() -> {
            if (!shelf.delete(key)) {
                return Answer.refused(Problem.notFound(
                        "Nobody brought a profile " + key + ".",
                        "Those of the product stay, and those of the data folder are its files."));
            }
            audit.note(by, "deleteProfile", "profile " + key);
            return Answer.done();
        });
    }

    private static Problem none(String key) {
        return Problem.notFound("There is no profile " + key + ".", "GET /api/v1/device-profiles lists them.");
    }
}
