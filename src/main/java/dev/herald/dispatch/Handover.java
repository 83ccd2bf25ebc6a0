package dev.herald.dispatch;

import dev.herald.ledger.Claim;
import dev.herald.ledger.Ledger;
import dev.herald.ledger.LedgerUnavailableException;
import dev.herald.message.MessageRef;
import dev.herald.message.Outcome;
import dev.herald.message.Outcome.Queued;
import dev.herald.message.Outcome.Unavailable;
import dev.herald.message.Outcome.Unconfirmed;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Hands a message to a process of its own, once. */
final class Handover {
    private static final Duration LEASE = Duration.ofSeconds(60);

    private final Ledger ledger;
    private final Pacing pacing;
    private final InstantSource clock;

    Handover(Ledger ledger, Pacing pacing, InstantSource clock) {
        this.ledger = ledger;
        this.pacing = pacing;
        this.clock = clock;
    }

    Outcome handOver(MessageRef ref, Runnable start) {
        try {
            Claim claim = ledger.claim(ref, LEASE);
            pacing.ledgerAnswered();
            return answer(claim, ref, start);
        } catch (LedgerUnavailableException e) {
            return pacing.ledgerDown();
        }
    }

    private Outcome answer(Claim claim, MessageRef ref, Runnable start) {
        return switch (claim) {
            case Claim.Settled(Outcome outcome) -> outcome;
            case Claim.Granted granted -> start(granted, ref, start);
            case Claim.Held(Instant until) -> new Unavailable("Another worker is handing this message over.",
                    Duration.between(clock.instant(), until));
            // The engine recognises a second start by its message id, but not for ever.
            case Claim.Unconfirmed(Instant since) when clock.instant()
                    .isBefore(since.plus(BackgroundHandover.DEDUPLICATION)) ->
                answer(ledger.reclaim(ref, LEASE), ref, start);
            case Claim.Unconfirmed(Instant since) -> new Unconfirmed(
                    "a hand-over to the background process began at " + since + " and was never confirmed.");
            case Claim.Foreign() -> OnceOnlySender.foreign();
        };
    }

    private Outcome start(Claim.Granted granted, MessageRef ref, Runnable start) {
        Outcome outcome;
        try {
            start.run();
            outcome = new Queued();
        } catch (RuntimeException e) {
            outcome = pacing.paced(new Unavailable("async: the engine did not take the hand-over.", Duration.ZERO),
                    granted);
        }
        ledger.settle(ref, outcome);
        return outcome;
    }
}
