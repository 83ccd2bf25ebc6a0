package dev.herald.message;

import java.time.Instant;
import java.util.List;

/** A checked and composed message, ready for its provider. */
public interface Delivery {

    /** The preset or sender that it goes through. */
    Route route();

    /** Everyone who would receive it, each once. */
    List<Recipient> recipients();

    /** What it counts in a budget: 1 for an email, the number of segments for an SMS. */
    int units();

    /**
     * Speaks to the provider once, within {@link Route#sendDeadline}. Never throws: whatever happens is an outcome, one of
     * {@link Outcome.Accepted}, {@link Outcome.Refused}, {@link Outcome.Deferred}, {@link Outcome.Unavailable},
     * {@link Outcome.Misconfigured} and {@link Outcome.Unconfirmed}.
     */
    Outcome send();

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

    /** How an operator finds out at the provider whether it arrived, as a sentence. */
    String trace();

    /** The acceptance to report where the message is assumed to have been sent. */
    Outcome.Accepted assumeAccepted();
}
