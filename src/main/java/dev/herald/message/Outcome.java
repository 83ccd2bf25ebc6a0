package dev.herald.message;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
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

        /** The same with more that the result variable carries. */
        public Accepted with(Map<String, Object> more) {
            Map<String, Object> all = new LinkedHashMap<>(details);
            all.putAll(more);
            return new Accepted(messageId, all);
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

    /**
     * The provider has been unavailable for longer than {@code herald.patience}.
     *
     * @param since when that began
     */
    record OutOfPatience(String reason, Instant since) implements Outcome {}

    /** A preset, sender or setting is missing or wrong. */
    record Misconfigured(String reason) implements Outcome {}

    /**
     * It may have been sent: the connection broke after the final dot, or the reply was lost.
     *
     * @param details what is known all the same, as {@code rejectedRecipients}
     */
    record Unconfirmed(String reason, Map<String, Object> details) implements Outcome {
        public Unconfirmed {
            details = Map.copyOf(details);
        }

        public Unconfirmed(String reason) {
            this(reason, Map.of());
        }
    }
}
