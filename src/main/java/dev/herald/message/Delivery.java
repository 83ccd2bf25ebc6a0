package dev.herald.message;

import java.time.Instant;
import java.util.List;

/** A checked and composed message, ready for its provider. */
public interface Delivery {

    /** The preset or sender that it goes through. */
    Route route();

    /** Everyone who would receive it, each once. */
    List<Recipient> recipients();

    /** How many bytes it has as it is sent, header and encoding included. */
    long size();

    /** What it counts in a budget: 1 for an email, the number of segments for an SMS. */
    int units();

    /**
     * Speaks to the provider once, within {@link Route#sendDeadline}. Never throws: whatever happens is an outcome, one of
     * {@link Outcome.Accepted}, {@link Outcome.Refused}, {@link Outcome.Deferred}, {@link Outcome.Unavailable},
     * {@link Outcome.Misconfigured} and {@link Outcome.Unconfirmed}. Only where the attempt's mark was set can it be the last.
     */
    Sent send(Attempt attempt);

    /**
     * What became of one attempt.
     *
     * @param outcome where {@code progress} has accepted recipients and this is {@link Outcome.Deferred} or
     *        {@link Outcome.Unavailable}, the rest is to be tried again
     * @param progress over all attempts
     */
    record Sent(Outcome outcome, Progress progress) {
        public Sent(Outcome outcome) {
            this(outcome, Progress.NONE);
        }
    }

    /** The outcome where some have the message, and the rest is not tried any more. */
    Outcome concluded(Progress progress);

    /**
     * Asks the provider whether an earlier attempt arrived.
     *
     * @param since when that attempt began
     */
    Search search(Instant since);

    /** What the provider knows of an earlier attempt. */
    sealed interface Search {

        /** It took the message. */
        record Found(Outcome.Accepted acceptance) implements Search {}

        /** It knows of none, or is of a kind that nobody can ask. */
        record NotFound() implements Search {}

        /** It can be asked, but did not answer now. */
        record Unanswered(String reason) implements Search {}
    }

    /** What identifies it at its recipients, if that is known before it is sent, as the Message-ID of an email; else empty. */
    String messageId();

    /** How an operator finds out at the provider whether it arrived, as a sentence that is the same for every message. */
    String trace();

    /**
     * The acceptance to report where the message is assumed to have been sent.
     *
     * @param progress what is certain all the same
     */
    Outcome.Accepted assumeAccepted(Progress progress);
}
