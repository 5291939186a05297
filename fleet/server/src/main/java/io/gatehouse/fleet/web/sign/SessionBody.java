package io.gatehouse.fleet.web.sign;

import io.gatehouse.fleet.store.Reach;
import io.gatehouse.fleet.web.call.Caller;
import io.gatehouse.fleet.web.call.Role;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Who is signed in, as REST shows it. */
final class SessionBody {

    private SessionBody() {}

    static Map<String, Object> of(Caller caller) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("user", caller.user());
        body.put("role", caller.rights().highest().wireName());
        body.put("roles", roles(caller));
        body.put("csrfToken", caller.csrfToken());
        body.put("mustChangePassword", caller.state().mustChangePassword());
        body.put("secondFactor", caller.state().secondFactor());
        return body;
    }

    /** Each role with its sites; without {@code sites} it is all of them. */
    private static List<Map<String, Object>> roles(Caller caller) {
        return new TreeMap<>(caller.rights().reaches())
                .entrySet().stream()
                        .map(one -> role(one.getKey(), one.getValue()))
                        .toList();
    }

    private static Map<String, Object> role(Role role, Reach reach) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("role", role.wireName());
        if (reach.sites() != null) {
            body.put("sites", reach.sites().stream().sorted().toList());
        }
        return body;
    }
}
