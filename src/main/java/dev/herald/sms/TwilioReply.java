package dev.herald.sms;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a reply to a POST says, or a message in the list: each value in the form that it has at Twilio, else as if it were
 * absent.
 *
 * @param sid of the message; empty where there is none
 * @param status Twilio's word; {@code unknown} where there is none
 * @param segments how many Twilio bills; 0 where it does not know yet
 * @param code of the error; null for none
 * @param message Twilio's words about the error; empty for none
 */
record TwilioReply(String sid, String status, int segments, @Nullable Integer code, String message) {
    private static final JsonFactory JSON = new JsonFactory();
    private static final Pattern SID = Pattern.compile("[0-9A-Za-z]{1,64}");
    private static final Pattern STATUS = Pattern.compile("[a-z_-]{1,32}");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
    /** Of a text of 1600 characters, one for each is a generous bound. */
    private static final int MOST_SEGMENTS = 1600;

    /** Reads as much as is there: where the rest is missing or broken, what stands before it counts. */
    static TwilioReply read(String content) {
        Map<String, String> values = new HashMap<>();
        try (JsonParser parser = JSON.createParser(content)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String name = parser.currentName();
                    if (parser.nextToken().isScalarValue()) {
                        values.put(name, parser.getText());
                    } else {
                        parser.skipChildren();
                    }
                }
            }
        } catch (IOException e) {
            // what was read before
        }
        return of(values);
    }

    /** A message in the list. */
    static TwilioReply of(JsonNode message) {
        Map<String, String> values = new HashMap<>();
        message.properties().forEach(value -> values.put(value.getKey(), value.getValue().asText("")));
        return of(values);
    }

    private static TwilioReply of(Map<String, String> values) {
        String code = formed(NUMBER, values.get("code"));
        String segments = formed(NUMBER, values.get("num_segments"));
        String status = formed(STATUS, values.get("status"));
        return new TwilioReply(formed(SID, values.get("sid")), status.isEmpty() ? "unknown" : status,
                segments.isEmpty() ? 0 : Math.min(Integer.parseInt(segments), MOST_SEGMENTS),
                code.isEmpty() ? null : Integer.valueOf(code), values.getOrDefault("message", ""));
    }

    private static String formed(Pattern form, @Nullable String value) {
        return value != null && !value.equals("null") && form.matcher(value).matches() ? value : "";
    }
}
