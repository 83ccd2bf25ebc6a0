package dev.herald.ledger;

import dev.herald.message.MessageRef;
import dev.herald.message.Outcome;
import dev.herald.message.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The table in which every message is noted before it is handed to a provider, and after. */
public interface Ledger {

    /**
     * Claims the message for this worker (compare and set), also one whose worker died before it handed anything over. Only
     * after {@link Claim.Granted} may the provider be spoken to, and then {@link #settle} must follow: until it does, this
     * process holds the claim, however long it takes. A loss of power may undo a claim.
     *
     * @param fingerprint keyed hash of recipients and content, which tells another message with the same keys
     * @param lease how long this worker may be about it at most: when another process has seen the claim stand for that
     *        long, it belonged to a worker that died
     * @throws LedgerUnavailableException when the claim was not noted
     */
    Claim claim(MessageRef ref, String fingerprint, Duration lease);

    /**
     * Claims a message that was {@link Claim.Unconfirmed}, or {@link Claim.Foreign} and the same, to send it again.
     *
     * @param patientSince since when patience counts
     * @throws LedgerUnavailableException when the claim was not noted
     */
    Claim reclaim(MessageRef ref, String fingerprint, Duration lease, Instant patientSince);

    /**
     * Notes that a claimed message is handed over from now on, so that only the provider knows what becomes of it. Not even
     * a loss of power undoes this.
     *
     * @param before what is certain until now
     * @throws LedgerUnavailableException when it was not noted, or the claim is lost: nothing may be handed over
     */
    void handOver(MessageRef ref, Progress before);

    /**
     * Gives a claim back under which nothing was tried: no attempt is counted, and patience goes on.
     *
     * @throws LedgerUnavailableException as {@link #settle}
     */
    void giveBack(MessageRef ref);

    /**
     * What stands of the message, without a claim; empty where it is free.
     *
     * @throws LedgerUnavailableException when nobody can tell
     */
    Optional<Claim.Standing> find(MessageRef ref);

    /**
     * Notes that the attempt of a worker that died in the act is {@link Claim.Unconfirmed}.
     *
     * @throws LedgerUnavailableException when it was not noted
     */
    void noteUnconfirmed(MessageRef ref);

    /**
     * Notes what became of a claimed message: accepted, queued and unconfirmed stay; anything else gives the claim back
     * and counts the attempt. Patience starts anew after all of these but {@link Outcome.Deferred} and
     * {@link Outcome.Unavailable}. An acceptance is noted without a claim, too, and is never overwritten.
     *
     * @param progress over all attempts
     * @throws LedgerUnavailableException when it was not noted; this process remembers it and notes it as soon as the
     *         database answers, so that the outcome may be acted upon
     */
    void settle(MessageRef ref, Outcome outcome, Progress progress);
}
