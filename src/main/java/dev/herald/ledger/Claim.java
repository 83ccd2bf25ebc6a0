package dev.herald.ledger;

import dev.herald.message.Outcome;
import java.time.Instant;

/** The answer to a claim. */
public sealed interface Claim {

    /**
     * The message is this worker's to send.
     *
     * @param attempt 1 for the first since the job came or patience ran out
     * @param firstAttempt when that first attempt began
     */
    record Granted(int attempt, Instant firstAttempt) implements Claim {}

    /** It was accepted or queued before: {@link Outcome.Accepted} or {@link Outcome.Queued}. */
    record Settled(Outcome outcome) implements Claim {}

    /** A live worker is about it. */
    record Held(Instant until) implements Claim {}

    /** An attempt that began at {@code since} ended without anybody knowing whether the message was sent. */
    record Unconfirmed(Instant since) implements Claim {}

    /**
     * The ledger knows the job's key from another process instance. Zeebe gives no key twice: the ledger was filled from
     * another cluster, or the cluster was set up anew, so nothing in it says whether this message was sent.
     */
    record Foreign() implements Claim {}
}
