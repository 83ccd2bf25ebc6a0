package dev.herald.sms;

import com.fasterxml.jackson.databind.JsonNode;
import com.twilio.http.Response;
import dev.herald.message.MessageRef;
import java.time.Duration;
import java.time.InstantSource;
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

    /** How long of a send's deadline is kept for asking. */
    static Duration patience(Duration deadline) {
        Duration fifth = deadline.dividedBy(5);
        return fifth.compareTo(LONGEST_WAIT) < 0 ? fifth : LONGEST_WAIT;
    }

    /** Attributes the message to {@code ref}; false where it is another's. */
    boolean attribute(String sid, MessageRef ref) {
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
    Sighting find(SentQuery query, Duration wait) {
        long end = System.nanoTime() + wait.toNanos();
        Sighting known = new Sighting.NotAsked();
        do {
            Sighting next = look(query, Duration.ofNanos(Math.max(1_000_000, end - System.nanoTime())));
            known = next instanceof Sighting.NotAsked ? known : next;
        } while (!(known instanceof Sighting.Seen) && pause(Duration.ofNanos(end - System.nanoTime())));
        return known;
    }

    /** Waits for the next look; false where there is none. */
    private boolean pause(Duration left) {
        if (left.compareTo(BETWEEN_LOOKS) <= 0) {
            return false;
        }
        try {
            return !closed.await(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Sighting look(SentQuery query, Duration limit) {
        try {
            Response response = account.messagesTo(query.number(), limit);
            SentQuery theirs = query.byClockOf(response, clock.instant());
            for (int page = 1; page <= PAGES && response.getStatusCode() == 200; page++) {
                JsonNode list = Json.read(response.getContent());
                if (!list.path("messages").isArray()) {
                    return new Sighting.NotAsked();
                }
                boolean tooOld = true;
                for (JsonNode message : list.path("messages")) {
                    if (theirs.matches(message, origin)
                            && attribute(message.path("sid").asText(), query.ref())) {
                        return new Sighting.Seen(message);
                    }
                    tooOld &= theirs.isAfter(message);
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

    /** Ends all waiting. */
    void close() {
        closed.countDown();
    }
}
