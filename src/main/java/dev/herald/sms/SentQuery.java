package dev.herald.sms;

import com.fasterxml.jackson.databind.JsonNode;
import com.twilio.http.Response;
import dev.herald.message.MessageRef;
import java.time.Duration;
import java.time.Instant;

/**
 * A message to look for in Twilio's list.
 *
 * @param from the earliest time at which Twilio may have created it
 * @param to the latest
 * @param ref whose it is
 */
record SentQuery(String number, String body, Instant from, Instant to, MessageRef ref) {
    /** Twilio writes whole seconds, and so does the date by which its clock is compared with ours. */
    private static final Duration TOLERANCE = Duration.ofSeconds(5);
    private static final String TRIAL_ACCOUNT = "Sent from your Twilio trial account - ";

    /** The same query by Twilio's clock, of which a reply's date tells. */
    SentQuery byClockOf(Response reply, Instant now) {
        String date = Json.header(reply, "Date");
        Duration ahead = date == null ? Duration.ZERO : Duration.between(now, Json.time(date, now));
        return new SentQuery(number, body, from.plus(ahead).minus(TOLERANCE), to.plus(ahead).plus(TOLERANCE), ref);
    }

    /** Whether a listed message that came from {@code origin} looks like this one. */
    boolean matches(JsonNode message, String origin) {
        return !isAfter(message) && !created(message).isAfter(to)
                && message.path("direction").asText().startsWith("outbound")
                && (origin.equals(message.path("from").asText())
                        || origin.equals(message.path("messaging_service_sid").asText()))
                && isSame(comparable(message.path("body").asText()), comparable(body));
    }

    /** Whether a listed message is too old. */
    boolean isAfter(JsonNode message) {
        return created(message).isBefore(from);
    }

    private static Instant created(JsonNode message) {
        return Json.time(message.path("date_created").asText(), Instant.EPOCH);
    }

    private static boolean isSame(String listed, String asked) {
        return listed.equals(asked) || listed.equals(TRIAL_ACCOUNT + asked);
    }

    /** Twilio trims texts, and may simplify them for a messaging service. */
    private static String comparable(String body) {
        return Gsm7.simplify(body).strip();
    }
}
