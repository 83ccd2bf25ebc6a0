package dev.herald.sms;

import com.fasterxml.jackson.databind.JsonNode;
import com.twilio.http.Response;
import dev.herald.message.MessageRef;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Asks Twilio whether it took a message whose reply was lost: it has no idempotency key, but it lists messages by
 * recipient.
 * <p>
 * The list is not narrowed by {@code DateSent}, since a queued or scheduled message has none yet; it comes with the most
 * recent first, and reading stops at the first page that is too old. Of two messages with the same text to the same number
 * at the same time, those that this process knows to belong to another job are told apart by their SID. Where another
 * process sent the other one, they look alike.
 */
final class SentMessages {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
    /** Twilio writes whole seconds, and so does the date by which its clock is compared with ours. */
    private static final Duration TOLERANCE = Duration.ofSeconds(5);
    private static final String TRIAL_ACCOUNT = "Sent from your Twilio trial account - ";
    private static final int KNOWN = 10_000;
    private static final int PAGES = 20;

    private final TwilioAccount account;
    private final String origin;
    private final InstantSource clock;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Map<String, MessageRef> owners = Collections.synchronizedMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, MessageRef> eldest) {
            return size() > KNOWN;
        }
    });

    /**
     * @param account where to ask
     * @param origin the number or name that messages come from, or the messaging service
     */
    SentMessages(TwilioAccount account, String origin, InstantSource clock) {
        this.account = account;
        this.origin = origin;
        this.clock = clock;
    }

    /** A message to look for: what it was and when Twilio may have got it. */
    record Query(String number, String body, Instant from, Instant to, MessageRef ref) {}

    /** How long of a send's deadline is kept for asking. */
    static Duration patience(Duration deadline) {
        Duration fifth = deadline.dividedBy(5);
        return fifth.compareTo(LONGEST_WAIT) < 0 ? fifth : LONGEST_WAIT;
    }

    /** Notes that the message belongs to {@code ref}; false where it belongs to another. */
    boolean claim(String sid, MessageRef ref) {
        MessageRef owner = owners.putIfAbsent(sid, ref);
        return owner == null || owner.equals(ref);
    }

    /** What a look at the list told. */
    sealed interface Sighting {
        record Seen(JsonNode message) implements Sighting {}

        record NotSeen() implements Sighting {}

        /** Twilio did not show the list. */
        record NotAsked() implements Sighting {}
    }

    /** Looks for the message, again and again for at most {@code wait}, since the list lags. */
    Sighting find(Query query, Duration wait) {
        long end = System.nanoTime() + wait.toNanos();
        Sighting last;
        do {
            last = look(query, Duration.ofNanos(Math.max(1_000_000, end - System.nanoTime())));
        } while (!(last instanceof Sighting.Seen) && !pause(Duration.ofNanos(end - System.nanoTime())));
        return last;
    }

    /** Waits for the next look; true where there is none. */
    private boolean pause(Duration left) {
        if (left.compareTo(BETWEEN_LOOKS) <= 0) {
            return true;
        }
        try {
            return closed.await(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private Sighting look(Query query, Duration limit) {
        try {
            Response response = account.messagesTo(query.number(), limit);
            Window window = window(query, response);
            for (int page = 1; page <= PAGES && response.getStatusCode() == 200; page++) {
                JsonNode list = Json.read(response.getContent());
                if (!list.path("messages").isArray()) {
                    return new Sighting.NotAsked();
                }
                boolean tooOld = true;
                for (JsonNode message : list.path("messages")) {
                    if (window.holds(created(message)) && matches(message, query)
                            && claim(message.path("sid").asText(), query.ref())) {
                        return new Sighting.Seen(message);
                    }
                    tooOld &= created(message).isBefore(window.from());
                }
                String next = list.path("next_page_uri").asText("");
                if (tooOld || !next.startsWith("/")) {
                    return new Sighting.NotSeen();
                }
                response = account.page(next, limit);
            }
        } catch (OnePostHttpClient.NotSentException | OnePostHttpClient.ReplyLostException e) {
            // maybe at the next look
        }
        return new Sighting.NotAsked();
    }

    /** When Twilio may have created the message, by its own clock. */
    private record Window(Instant from, Instant to) {
        boolean holds(Instant time) {
            return !time.isBefore(from) && !time.isAfter(to);
        }
    }

    private Window window(Query query, Response response) {
        String date = Json.header(response, "Date");
        Instant now = clock.instant();
        Duration ahead = date == null ? Duration.ZERO : Duration.between(now, time(date, now));
        return new Window(query.from().plus(ahead).minus(TOLERANCE), query.to().plus(ahead).plus(TOLERANCE));
    }

    private boolean matches(JsonNode message, Query query) {
        return message.path("direction").asText().startsWith("outbound")
                && (origin.equals(message.path("from").asText())
                        || origin.equals(message.path("messaging_service_sid").asText()))
                && isSame(message.path("body").asText(), query.body());
    }

    private static boolean isSame(String listed, String asked) {
        String text = comparable(asked);
        return comparable(listed).equals(text) || comparable(listed).equals(TRIAL_ACCOUNT + text);
    }

    /** Twilio trims texts, and may simplify them for a messaging service. */
    private static String comparable(String body) {
        return Gsm7.simplify(body).strip();
    }

    private static Instant created(JsonNode message) {
        return time(message.path("date_created").asText(), Instant.EPOCH);
    }

    private static Instant time(String rfc1123, Instant fallback) {
        try {
            return ZonedDateTime.parse(rfc1123, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
        } catch (DateTimeParseException e) {
            return fallback;
        }
    }

    /** Ends all waiting. */
    void close() {
        closed.countDown();
    }
}
