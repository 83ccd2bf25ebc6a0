package dev.herald.message;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

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
     * Asks the provider whether an earlier attempt arrived, where it can be asked.
     *
     * @param since when that attempt began
     * @return the acceptance that was found; empty where none was found or nobody can be asked
     */
    Optional<Outcome.Accepted> findAccepted(Instant since);

    /** The acceptance to report where the message is assumed to have been sent. */
    Outcome.Accepted assumeAccepted();
}
