package dev.herald.dispatch;

import dev.herald.ledger.Claim.Attempts;
import dev.herald.message.Delivery;
import dev.herald.message.Outcome;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An outcome, and what is about this message alone.
 *
 * @param since when the attempts began that patience counts; null where there was none
 * @param attempts how many there were since then
 * @param route the property of the preset or sender; empty where none was chosen
 * @param messageId as {@link Delivery#messageId}
 */
public record Report(Outcome outcome, @Nullable Instant since, int attempts, String route, String messageId) {
    /** The outcome of a message for which nobody was to be asked. */
    public static Report of(Outcome outcome) {
        return new Report(outcome, null, 0, "", "");
    }

    static Report of(Outcome outcome, Attempts attempts) {
        return new Report(outcome, attempts.first(), attempts.number(), "", "");
    }

    /** What was waited for since then without an attempt. */
    static Report of(Outcome outcome, Instant since) {
        return new Report(outcome, since, 0, "", "");
    }

    Report about(Delivery delivery) {
        return new Report(outcome, since, attempts, delivery.route().setting(), delivery.messageId());
    }
}
