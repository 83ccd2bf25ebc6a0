package dev.herald.sms;

import com.twilio.http.Response;
import java.time.Duration;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/**
 * Whether a sender could send: asks Twilio for the account, which costs nothing, at most once a minute and never on the way
 * of a message.
 */
final class TwilioHealth implements HealthIndicator {
    private static final long FRESH = Duration.ofMinutes(1).toNanos();
    private static final Duration LIMIT = Duration.ofSeconds(5);

    /** "Authorization failed": the key is right, but lacks a permission. */
    private static final int NOT_PERMITTED = 70051;

    private final TwilioAccount account;
    private final LongSupplier nanoTime;
    private Health last = Health.unknown().build();
    private long asked;

    /** @param nanoTime as {@link System#nanoTime} */
    TwilioHealth(TwilioAccount account, LongSupplier nanoTime) {
        this.account = account;
        this.nanoTime = nanoTime;
        this.asked = nanoTime.getAsLong() - FRESH;
    }

    @Override
    public synchronized Health health() {
        long now = nanoTime.getAsLong();
        if (now - asked >= FRESH) {
            last = ask();
            asked = now;
        }
        return last;
    }

    private Health ask() {
        try {
            Response response = account.check(LIMIT);
            int status = response.getStatusCode();
            TwilioReply reply = TwilioReply.read(response.getContent());
            if (account.hasApiKey() && (status == 403 || Objects.equals(reply.code(), NOT_PERMITTED))) {
                return Health.up()
                        .withDetail("restriction", "The API key may not read messages, so that Twilio can't be"
                                + " asked what became of one whose reply was lost. Whether it may send shows with the first"
                                + " message.")
                        .build();
            }
            if (status == 401 || status == 403) {
                return down("Twilio refused the credentials (HTTP " + status + ")");
            }
            if (status != 200) {
                return down("Twilio answered HTTP " + status);
            }
            String state = reply.status();
            return state.equals("active") || state.equals("unknown")
                    ? Health.up().build()
                    : down("the account is " + state);
        } catch (OnePostHttpClient.NotSentException | OnePostHttpClient.ReplyLostException e) {
            return down(String.valueOf(e.getMessage()));
        }
    }

    private static Health down(String problem) {
        return Health.down().withDetail("problem", problem).build();
    }
}
