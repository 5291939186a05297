package io.gatehouse.fleet.registry;

import static io.gatehouse.fleet.registry.EstateDocument.orEmpty;

import io.gatehouse.fleet.registry.EstateResult.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Looks for references that lead nowhere, in the document and what is there already together. */
final class EstateCheck {

    private static final int MAX_PROBLEMS = 50;

    private final List<Problem> problems = new ArrayList<>();

    /** The ids that exist at a site, those of the document included. */
    record Known(
            Set<String> doors,
            Set<String> devices,
            Set<String> accessPoints,
            Set<String> schedules,
            Set<String> profiles,
            Set<String> people) {}

    static List<Problem> problemsOf(EstateDocument document, Known known) {
        EstateCheck check = new EstateCheck();
        check.doors(document, known);
        check.accessPoints(document, known);
        check.profiles(document, known);
        check.credentials(document, known);
        return check.problems;
    }

    private void doors(EstateDocument document, Known known) {
        int i = 0;
        for (EstateDocument.Door door : orEmpty(document.doors())) {
            if (door.lock() != null) {
                want("doors[" + i + "].lock", "device", door.lock(), known.devices());
            }
            i++;
        }
    }

    private void accessPoints(EstateDocument document, Known known) {
        int i = 0;
        for (EstateDocument.AccessPoint point : orEmpty(document.accessPoints())) {
            want("accessPoints[" + i + "].door", "door", point.door(), known.doors());
            want("accessPoints[" + i + "].reader", "device", point.reader(), known.devices());
            i++;
        }
    }

    private void profiles(EstateDocument document, Known known) {
        int i = 0;
        for (EstateDocument.Profile profile : orEmpty(document.profiles())) {
            String at = "profiles[" + i + "].policies";
            profile.policies().forEach(policy -> {
                want(at, "schedule", policy.path("schedule").asText(), known.schedules());
                policy.path("accessPoints")
                        .forEach(point -> want(at, "access point", point.asText(), known.accessPoints()));
            });
            i++;
        }
    }

    private void credentials(EstateDocument document, Known known) {
        int i = 0;
        for (EstateDocument.Credential credential : orEmpty(document.credentials())) {
            if (credential.person() != null) {
                want("credentials[" + i + "].person", "person", credential.person(), known.people());
            }
            for (String profile : orEmpty(credential.profiles())) {
                want("credentials[" + i + "].profiles", "profile", profile, known.profiles());
            }
            i++;
        }
    }

    private void want(String field, String what, String id, Set<String> known) {
        if (!known.contains(id) && problems.size() < MAX_PROBLEMS) {
            problems.add(new Problem(field, "there is no " + what + " '" + id + "' at this site"));
        }
    }
}
