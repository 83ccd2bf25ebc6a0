package dev.herald.sandbox.local;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A refusal in the form of Twilio's REST API.
 *
 * @param status the HTTP status
 * @param code Twilio's error code, see https://www.twilio.com/docs/api/errors
 */
record TwilioError(int status, int code, String message) {

    static TwilioError badRequest(int code, String message) {
        return new TwilioError(400, code, message);
    }

    static TwilioError notFound(String path) {
        return new TwilioError(404, 20404, "The requested resource " + path + " was not found");
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("code", code);
        json.put("message", message);
        json.put("more_info", "https://www.twilio.com/docs/errors/" + code);
        json.put("status", status);
        return json;
    }
}
