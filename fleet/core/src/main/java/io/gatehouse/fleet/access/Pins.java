package io.gatehouse.fleet.access;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.store.Keys;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.access.PinHash;
import io.gatehouse.protocol.sitebook.CredentialRules;
import java.security.SecureRandom;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The PINs of credentials: they go in as they are typed, lie hashed, and come out never. Some 20 ms for each. */
public final class Pins {

    private final Jdbi jdbi;
    private final Keys keys;
    private final SecureRandom random;

    public Pins(Jdbi jdbi, Keys keys, SecureRandom random) {
        this.jdbi = jdbi;
        this.keys = keys;
        this.random = random;
    }

    /**
     * Sets or takes away the PIN and the PIN that calls for help of a credential that is there; what is not given stays,
     * and an empty one is taken away. Refused when both would be the same: then nobody could call for help.
     */
    public Outcome set(SiteId site, String ref, JsonNode given) {
        byte[] key = keys.credentialKey(site);
        return jdbi.inTransaction(handle -> {
            CredentialRules was = rules(handle, site, ref);
            if (same(key, given, was)) {
                return Outcome.refused(Finding.refusal("PIN_SAME", "duressPin"));
            }
            CredentialRules rules = new CredentialRules(
                    was.maxUses(),
                    was.maxDays(),
                    was.inactiveDays(),
                    hashed(key, given, "pin", was.pin()),
                    hashed(key, given, "duressPin", was.duressPin()),
                    was.exempt(),
                    was.permit(),
                    was.visit(),
                    was.replaces(),
                    was.reason());
            handle.execute(
                    "update credential set rules = ?::jsonb where site = ? and ref = ?",
                    rules.equals(CredentialRules.PLAIN) ? null : Json.write(rules),
                    site.value(),
                    ref);
            return Outcome.KEPT;
        });
    }

    private static CredentialRules rules(Handle handle, SiteId site, String ref) {
        String text = handle.createQuery("select rules from credential where site = ? and ref = ? for update")
                .bind(0, site.value())
                .bind(1, ref)
                .mapTo(String.class)
                .findOne()
                .orElse(null);
        return text == null ? CredentialRules.PLAIN : Json.read(text, CredentialRules.class);
    }

    private static boolean same(byte[] key, JsonNode given, CredentialRules was) {
        String pin = given.path("pin").asText();
        String duress = given.path("duressPin").asText();
        if (!pin.isEmpty() && !duress.isEmpty()) {
            return pin.equals(duress);
        }
        boolean pinStays = !given.has("pin") && was.pin() != null;
        boolean duressStays = !given.has("duressPin") && was.duressPin() != null;
        return !duress.isEmpty() && pinStays && PinHash.verify(key, String.valueOf(was.pin()), duress)
                || !pin.isEmpty() && duressStays && PinHash.verify(key, String.valueOf(was.duressPin()), pin);
    }

    private @Nullable String hashed(byte[] key, JsonNode given, String field, @Nullable String before) {
        if (!given.has(field)) {
            return before;
        }
        String typed = given.path(field).asText();
        return typed.isEmpty() ? null : PinHash.make(key, typed, random);
    }
}
