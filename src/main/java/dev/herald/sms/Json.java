package dev.herald.sms;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.twilio.http.Response;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import org.apache.hc.core5.http.Header;
import org.jspecify.annotations.Nullable;

/** Reads replies, whatever a server or a proxy put into them. */
final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    /** The content as JSON; a missing node where it is none. */
    static JsonNode read(String content) {
        try {
            return MAPPER.readTree(content);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    /** The time in the form of RFC 1123; {@code fallback} where it is none. */
    static Instant time(String rfc1123, Instant fallback) {
        try {
            return ZonedDateTime.parse(rfc1123, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
        } catch (DateTimeParseException e) {
            return fallback;
        }
    }

    /** The first header of that name; null where there is none. */
    static @Nullable String header(Response response, String name) {
        for (Header header : response.getHeaders()) {
            if (header.getName().equalsIgnoreCase(name)) {
                return header.getValue();
            }
        }
        return null;
    }
}
