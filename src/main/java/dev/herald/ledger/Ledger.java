package dev.herald.ledger;

import dev.herald.message.MessageRef;
import dev.herald.message.Outcome;
import java.time.Duration;

/** The table in which every message is noted before it is handed to a provider, and after. */
public interface Ledger {

    /**
     * Claims the message for this worker (compare and set). Only after {@link Claim.Granted} may the provider be spoken
     * to.
     *
     * @param lease how long this worker may be about it at most; a claim older than its lease belonged to a worker that
     *        died in the act
     * @throws LedgerUnavailableException when the claim was not noted
     */
    Claim claim(MessageRef ref, Duration lease);

    /**
     * Claims a message that was {@link Claim.Unconfirmed}, to send it again.
     *
     * @throws LedgerUnavailableException when the claim was not noted
     */
    Claim reclaim(MessageRef ref, Duration lease);

    /**
     * Notes what became of a claimed message: accepted, queued and unconfirmed stay; anything else gives the claim back
     * and counts the attempt. {@link Outcome.OutOfPatience} lets patience start anew.
     *
     * @throws LedgerUnavailableException when it was not noted
     */
    void settle(MessageRef ref, Outcome outcome);
}
