package io.gatehouse.fleet.web.api;

import io.gatehouse.fleet.web.call.Answer;
import io.gatehouse.fleet.web.call.Operations;
import io.gatehouse.protocol.access.ReasonNames;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.Map;

/** The reasons of decisions: in words, what to do about each, and what they are called elsewhere. */
public final class ReasonApi {

    private static final Answer ALL = Answer.ok(
            Map.of("items", ReasonNames.all().stream().map(ReasonApi::told).toList()));

    public void addTo(Operations operations) {
        operations.viewer("listReasonCodes", call -> Future.succeededFuture(ALL));
    }

    private static Map<String, Object> told(ReasonNames names) {
        String code = names.code().name();
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("code", code);
        told.put("en", said(Phrases.ENGLISH, code));
        told.put("zh-CN", said(Phrases.CHINESE, code));
        told.put("onvif", names.onvif());
        told.put("bacnet", names.bacnet());
        told.put("uhppote", names.uhppote());
        told.put("hikvision", names.hikvision());
        return told;
    }

    private static Map<String, String> said(Phrases phrases, String code) {
        String remedy = phrases.text("remedyPlain." + code, phrases.text("remedy." + code, ""));
        return Map.of("reason", phrases.text("reason." + code, code), "toChange", remedy);
    }
}
