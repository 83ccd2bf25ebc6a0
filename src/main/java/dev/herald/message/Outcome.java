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

    /**
     * This message will never be accepted.
     *
     * @param reply what the provider said; {@link ProviderReply#NONE} where it was not asked
     */
    record Refused(ErrorCode code, String reason, ProviderReply reply) implements Outcome {
        public Refused(ErrorCode code, String reason) {
            this(code, reason, ProviderReply.NONE);
        }
    }

    /**
     * The provider saw the message and said later.
     *
     * @param retryIn how long the provider asks to wait, zero where it does not say; after dispatch, the pause to make
     * @param pushback whether it is about pace or concurrency, so that others through the same route had better wait, too
     */
    record Deferred(String reason, Duration retryIn, boolean pushback, ProviderReply reply) implements Outcome {
        public Deferred(String reason, Duration retryIn) {
            this(reason, retryIn, false, ProviderReply.NONE);
        }
    }

    /**
     * No attempt reached the provider.
     *
     * @param retryIn as in {@link Deferred}
     * @param pushback as in {@link Deferred}
     */
    record Unavailable(String reason, Duration retryIn, boolean pushback, ProviderReply reply) implements Outcome {
        public Unavailable(String reason, Duration retryIn) {
            this(reason, retryIn, false, ProviderReply.NONE);
        }
    }

    /**
     * The provider has been unavailable for longer than {@code herald.patience}.
     *
     * @param since when that began
     * @param pushback whether nothing else stood in the way at last than that more is sent than the provider takes, or the
     *        settings let through
     */
    record OutOfPatience(String reason, Instant since, boolean pushback, ProviderReply reply) implements Outcome {
        public OutOfPatience(String reason, Instant since) {
            this(reason, since, false, ProviderReply.NONE);
        }
    }

    /**
     * {@link Unconfirmed}, and the preset or sender says that such a message is sent again: the one wait that spends a retry.
     *
     * @param retryIn the pause to make
     */
    record Resend(String reason, Duration retryIn, ProviderReply reply) implements Outcome {}

    /** A preset, sender or setting is missing or wrong. */
    record Misconfigured(String reason, ProviderReply reply) implements Outcome {
        public Misconfigured(String reason) {
            this(reason, ProviderReply.NONE);
        }
    }

    /**
     * It may have been sent: the connection broke after the final dot, or the reply was lost.
     *
     * @param details what is known all the same, as {@code rejectedRecipients}
     */
    record Unconfirmed(String reason, Map<String, Object> details, ProviderReply reply) implements Outcome {
        public Unconfirmed {
            details = Map.copyOf(details);
        }

        public Unconfirmed(String reason, Map<String, Object> details) {
            this(reason, details, ProviderReply.NONE);
        }

        public Unconfirmed(String reason) {
            this(reason, Map.of());
        }
    }
}
