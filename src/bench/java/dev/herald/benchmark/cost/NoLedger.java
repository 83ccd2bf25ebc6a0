package dev.herald.benchmark.cost;

import dev.herald.ledger.Claim;
import dev.herald.ledger.Ledger;
import dev.herald.message.MessageRef;
import dev.herald.message.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A ledger that grants every claim and notes nothing. */
final class NoLedger implements Ledger {

    @Override
    public Claim claim(MessageRef ref, Duration lease) {
        return new Claim.Granted(1, Instant.now());
    }

    @Override
    public Claim reclaim(MessageRef ref, Duration lease) {
        return claim(ref, lease);
    }

    @Override
    public Optional<Claim.Standing> find(MessageRef ref) {
        return Optional.empty();
    }

    @Override
    public void noteUnconfirmed(MessageRef ref) {
        // nobody asks for it
    }

    @Override
    public void settle(MessageRef ref, Outcome outcome) {
        // nobody asks for it
    }
}
