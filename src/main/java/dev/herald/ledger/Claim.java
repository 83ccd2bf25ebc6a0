package dev.herald.ledger;

import dev.herald.message.Outcome;
import dev.herald.message.Progress;
import java.time.Instant;
import java.util.Map;

/** The answer to a claim. */
public sealed interface Claim {

    /** What stands in the way of sending a message. */
    sealed interface Standing extends Claim {}

    /**
     * How often it was tried.
     *
     * @param number of the last attempt; 1 for the first since the job came or patience ran out
     * @param first when that first attempt began
     * @param progress what they achieved for certain
     */
    record Attempts(int number, Instant first, Progress progress) {}

    /**
     * The message is this worker's to send.
     *
     * @param attempts this one included
     */
    record Granted(Attempts attempts) implements Claim {}

    /** It was accepted or queued before: {@link Outcome.Accepted} or {@link Outcome.Queued}. */
    record Settled(Outcome outcome) implements Standing {}

    /**
     * A live worker is about it.
     *
     * @param since when this process saw that first
     */
    record Held(Instant since, Instant until) implements Standing {}

    /**
     * The message was handed over, and nobody knows what became of it.
     *
     * @param since when that attempt began
     * @param over when it ended; where its worker died in the act, when it handed the message over
     * @param noted whether the end was noted; false where its worker died in the act, which nobody was told yet
     * @param details as in {@link Outcome.Unconfirmed}
     */
    record Unconfirmed(Instant since, Instant over, boolean noted, Map<String, Object> details,
            Attempts attempts) implements Standing {}

    /**
     * The ledger knows the job's key from another cluster, or from before the cluster was set up anew. Nothing in it says
     * whether this message was sent.
     *
     * @param same whether it was about the same recipients and content, so that it may be the same cluster after all
     */
    record Foreign(boolean same) implements Standing {}
}
