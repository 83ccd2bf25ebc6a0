package dev.herald.ledger;

import dev.herald.message.Outcome;
import java.time.Instant;
import java.util.Map;

/** The answer to a claim. */
public sealed interface Claim {

    /** What stands in the way of sending a message. */
    sealed interface Standing extends Claim {}

    /**
     * The message is this worker's to send.
     *
     * @param attempt 1 for the first since the job came or patience ran out
     * @param firstAttempt when that first attempt began
     */
    record Granted(int attempt, Instant firstAttempt) implements Claim {}

    /** It was accepted or queued before: {@link Outcome.Accepted} or {@link Outcome.Queued}. */
    record Settled(Outcome outcome) implements Standing {}

    /** A live worker is about it. */
    record Held(Instant until) implements Standing {}

    /**
     * An attempt ended without anybody knowing whether the message was sent.
     *
     * @param since when it began
     * @param noted whether that was noted; false where its worker died in the act, which nobody was told yet
     * @param details as in {@link Outcome.Unconfirmed}
     */
    record Unconfirmed(Instant since, boolean noted, Map<String, Object> details) implements Standing {}

    /**
     * The ledger knows the job's key from another process instance. Zeebe gives no key twice: the ledger was filled from
     * another cluster, or the cluster was set up anew, so nothing in it says whether this message was sent.
     */
    record Foreign() implements Standing {}
}
