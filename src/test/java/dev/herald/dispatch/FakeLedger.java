package dev.herald.dispatch;

import dev.herald.ledger.Claim;
import dev.herald.ledger.Ledger;
import dev.herald.ledger.LedgerUnavailableException;
import dev.herald.message.MessageRef;
import dev.herald.message.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Answers claims as a test says and notes what it is told. */
final class FakeLedger implements Ledger {
    Claim claim = new Claim.Granted(1, Instant.EPOCH);
    Claim reclaim = new Claim.Granted(2, Instant.EPOCH);
    boolean claimsFail;
    boolean settlingFails;
    final List<Outcome> settled = new ArrayList<>();

    @Override
    public Claim claim(MessageRef ref, Duration lease) {
        failIf(claimsFail);
        return claim;
    }

    @Override
    public Claim reclaim(MessageRef ref, Duration lease) {
        failIf(claimsFail);
        return reclaim;
    }

    @Override
    public Optional<Claim.Standing> find(MessageRef ref) {
        failIf(claimsFail);
        return claim instanceof Claim.Standing standing ? Optional.of(standing) : Optional.empty();
    }

    @Override
    public void noteUnconfirmed(MessageRef ref) {
        failIf(settlingFails);
        if (claim instanceof Claim.Unconfirmed(Instant since,boolean noted,Map<String,Object>details)) {
            claim = new Claim.Unconfirmed(since, true, details);
        }
    }

    @Override
    public void settle(MessageRef ref, Outcome outcome) {
        failIf(settlingFails);
        settled.add(outcome);
    }

    private static void failIf(boolean down) {
        if (down) {
            throw new LedgerUnavailableException("down", new IllegalStateException());
        }
    }
}
