package dev.herald.message;

import java.time.Duration;
import java.util.Map;

/**
 * What became of one action. A reason is written for an operator: it names the field or setting and says what to do, and
 * holds no credential, address, number or body.
 */
public sealed interface Outcome {

    /**
     * The provider took responsibility for the message: SMTP 250 after the final dot, Twilio 201.
     *
     * @param messageId Message-ID of the email, SID of the SMS
     * @param details what else the result variable carries, as {@code rejectedRecipients} or {@code segments}
     */
    record Accepted(String messageId, Map<String, Object> details) implements Outcome {
        public Accepted {
            details = Map.copyOf(details);
        }
    }

    /** Handed to the background process. */
    record Queued() implements Outcome {}

    /** Not sent since a previous step failed. */
    record Skipped() implements Outcome {}

    /** This message will never be accepted. */
    record Refused(ErrorCode code, String reason) implements Outcome {}

    /**
     * The provider saw the message and said later.
     *
     * @param retryIn how long the provider asks to wait, zero where it does not say; after dispatch, the pause to make
     */
    record Deferred(String reason, Duration retryIn) implements Outcome {}

    /**
     * No attempt reached the provider.
     *
     * @param retryIn as in {@link Deferred}
     */
    record Unavailable(String reason, Duration retryIn) implements Outcome {}

    /** The provider has been unavailable for longer than {@code herald.patience}. */
    record OutOfPatience(String reason) implements Outcome {}

    /** A preset, sender or setting is missing or wrong. */
    record Misconfigured(String reason) implements Outcome {}

    /** It may have been sent: the connection broke after the final dot, or the reply was lost. */
    record Unconfirmed(String reason) implements Outcome {}
}
