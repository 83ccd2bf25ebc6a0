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
import java.util.concurrent.Semaphore;
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

    /** How many pages are in memory at once. */
    private static final int LOOKS_AT_ONCE = 4;

    private final TwilioAccount account;
    private final InstantSource clock;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Semaphore looks = new Semaphore(LOOKS_AT_ONCE, true);
    private final Map<String, MessageRef> owners = Collections.synchronizedMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, MessageRef> eldest) {
            return size() > KNOWN;
        }
    });

    /** @param account where to ask */
    SentMessages(TwilioAccount account, InstantSource clock) {
        this.account = account;
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
        return owner == null || owner.isSame(ref);
    }

    /** What a look at the list told. */
    sealed interface Sighting {
        record Seen(TwilioReply message) implements Sighting {}

        /** Twilio answered, and it is certainly not among what it lists. */
        record NotSeen() implements Sighting {}

        /** Twilio did not show the list, or not all that matters in it. */
        record NotAsked() implements Sighting {}
    }

    /**
     * Looks for the message, for at most {@code wait}.
     *
     * @param once whether one answer of Twilio's will do; else it is asked again and again, since the list lags
     */
    Sighting find(SentQuery query, Duration wait, boolean once) {
        long end = System.nanoTime() + wait.toNanos();
        Sighting known = new Sighting.NotAsked();
        do {
            Sighting next = lookInTurn(query, Duration.ofNanos(Math.max(1_000_000, end - System.nanoTime())));
            known = next instanceof Sighting.NotAsked ? known : next;
        } while (!(known instanceof Sighting.Seen) && !(once && known instanceof Sighting.NotSeen)
                && pause(Duration.ofNanos(end - System.nanoTime())));
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

    private Sighting lookInTurn(SentQuery query, Duration limit) {
        try {
            if (!looks.tryAcquire(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                return new Sighting.NotAsked();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Sighting.NotAsked();
        }
        try {
            return look(query, limit);
        } catch (OnePostHttpClient.NotSentException | OnePostHttpClient.ReplyLostException e) {
            return new Sighting.NotAsked(); // maybe at the next look
        } finally {
            looks.release();
        }
    }

    private Sighting look(SentQuery query, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        Response response = account.messagesTo(query.number(), limit);
        SentQuery theirs = query.byClockOf(response, clock.instant());
        boolean unclear = false;
        for (int page = 1; page <= PAGES && response.getStatusCode() == 200; page++) {
            JsonNode list = Json.read(response.getContent());
            if (!list.path("messages").isArray()) {
                return new Sighting.NotAsked();
            }
            boolean tooOld = true;
            for (JsonNode listed : list.path("messages")) {
                SentQuery.Match match = theirs.compare(listed);
                TwilioReply message = TwilioReply.of(listed);
                if (match == SentQuery.Match.SAME && !message.sid().isEmpty()
                        && attribute(message.sid(), query.ref())) {
                    return new Sighting.Seen(message);
                }
                unclear |= match == SentQuery.Match.UNCLEAR;
                tooOld &= match == SentQuery.Match.TOO_OLD;
            }
            String next = list.path("next_page_uri").asText("");
            if (tooOld || !next.startsWith("/")) {
                return unclear ? new Sighting.NotAsked() : new Sighting.NotSeen();
            }
            response = account.page(next, Duration.ofNanos(Math.max(1_000_000, end - System.nanoTime())));
        }
        return new Sighting.NotAsked();
    }

    /** Ends all waiting. */
    void close() {
        closed.countDown();
    }
}
