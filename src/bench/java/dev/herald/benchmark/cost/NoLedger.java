package dev.herald.benchmark.cost;

import dev.herald.ledger.Claim;
import dev.herald.ledger.Ledger;
import dev.herald.message.MessageRef;
import dev.herald.message.Outcome;
import dev.herald.message.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A ledger that grants every claim and notes nothing. */
final class NoLedger implements Ledger {

    @Override
    public Claim claim(MessageRef ref, String fingerprint, Duration lease) {
        return new Claim.Granted(new Claim.Attempts(1, Instant.now(), Progress.NONE));
    }

    @Override
    public Claim reclaim(MessageRef ref, String fingerprint, Duration lease, Instant patientSince) {
        return claim(ref, fingerprint, lease);
    }

    @Override
    public void handOver(MessageRef ref, Progress before) {
        // nobody asks for it
    }

    @Override
    public void giveBack(MessageRef ref) {
        // nobody asks for it
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
    public void settle(MessageRef ref, Outcome outcome, Progress progress) {
        // nobody asks for it
    }
}
