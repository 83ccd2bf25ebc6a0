package dev.herald.sms;

import com.fasterxml.jackson.databind.JsonNode;
import com.twilio.http.Response;
import dev.herald.message.MessageRef;
import dev.herald.sms.text.Resemblance;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * A message to look for in Twilio's list.
 *
 * @param body its text; empty where it has media only
 * @param origins the numbers, names and services that it may come from
 * @param loosely whether its text may have been changed on its way, as a messaging service does
 * @param from the earliest time at which Twilio may have created it
 * @param to the latest
 * @param ref whose it is
 */
record SentQuery(String number, String body, Set<String> origins, boolean loosely, Instant from, Instant to,
        MessageRef ref) {
    /** Twilio writes whole seconds, and so does the date by which its clock is compared with ours. */
    private static final Duration TOLERANCE = Duration.ofSeconds(5);
    private static final String TRIAL_ACCOUNT = "Sent from your Twilio trial account - ";

    /** What a listed message is to the one that is looked for. */
    enum Match {
        /** It is that one, or looks like it. */
        SAME,
        /** It may be: its text is not shown, as where an account redacts messages, or its time can't be read. */
        UNCLEAR, OTHER,
        /** It is another, and older than any that comes in question. */
        TOO_OLD
    }

    /** The same query by Twilio's clock, of which a reply's date tells. */
    SentQuery byClockOf(Response reply, Instant now) {
        String date = Json.header(reply, "Date");
        Duration ahead = date == null ? Duration.ZERO : Duration.between(now, Json.time(date, now));
        return new SentQuery(number, body, origins, loosely, from.plus(ahead).minus(TOLERANCE),
                to.plus(ahead).plus(TOLERANCE), ref);
    }

    Match compare(JsonNode message) {
        Instant created = Json.time(message.path("date_created").asText(), Instant.EPOCH);
        boolean dated = !created.equals(Instant.EPOCH);
        if (dated && created.isBefore(from)) {
            return Match.TOO_OLD;
        }
        if ((dated && created.isAfter(to)) || !message.path("direction").asText().startsWith("outbound")
                || !comesFromHere(message)) {
            return Match.OTHER;
        }
        String listed = message.path("body").asText("");
        if (listed.isBlank() && !body.isBlank()) {
            return Match.UNCLEAR;
        }
        if (!isSame(listed) && !isSame(withoutTrialNotice(listed))) {
            return Match.OTHER;
        }
        return dated ? Match.SAME : Match.UNCLEAR;
    }

    private boolean comesFromHere(JsonNode message) {
        return origins.contains(message.path("from").asText())
                || origins.contains(message.path("messaging_service_sid").asText());
    }

    private boolean isSame(String listed) {
        return loosely ? Resemblance.loose(body, listed) : Resemblance.close(body, listed);
    }

    private static String withoutTrialNotice(String listed) {
        return listed.startsWith(TRIAL_ACCOUNT) ? listed.substring(TRIAL_ACCOUNT.length()) : listed;
    }
}
