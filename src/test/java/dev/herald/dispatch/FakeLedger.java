package dev.herald.dispatch;

import dev.herald.ledger.Claim;
import dev.herald.ledger.Ledger;
import dev.herald.ledger.LedgerUnavailableException;
import dev.herald.message.MessageRef;
import dev.herald.message.Outcome;
import dev.herald.message.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers claims as a test says and notes what it is told. */
final class FakeLedger implements Ledger {
    Claim claim = granted(1, Instant.EPOCH);
    boolean claimsFail;
    boolean marksFail;
    boolean settlingFails;
    int givenBack;
    final List<Outcome> settled = new ArrayList<>();
    final List<Progress> marks = new ArrayList<>();
    Progress settledProgress = Progress.NONE;
    @Nullable
    Instant patientSince;

    static Claim.Granted granted(int attempt, Instant first) {
        return new Claim.Granted(new Claim.Attempts(attempt, first, Progress.NONE));
    }

    /** An attempt that began and ended then. */
    static Claim.Unconfirmed unconfirmed(Instant then, boolean noted, Map<String, Object> known) {
        return new Claim.Unconfirmed(then, then, noted, known, new Claim.Attempts(1, then, Progress.NONE));
    }

    @Override
    public Claim claim(MessageRef ref, String fingerprint, Duration lease) {
        failIf(claimsFail);
        return claim;
    }

    @Override
    public Claim reclaim(MessageRef ref, String fingerprint, Duration lease, Instant since) {
        failIf(claimsFail);
        patientSince = since;
        Progress progress = claim instanceof Claim.Unconfirmed u ? u.attempts().progress() : Progress.NONE;
        return new Claim.Granted(new Claim.Attempts(2, since, progress));
    }

    @Override
    public void handOver(MessageRef ref, Progress before) {
        failIf(marksFail);
        marks.add(before);
    }

    @Override
    public void giveBack(MessageRef ref) {
        failIf(settlingFails);
        givenBack++;
    }

    @Override
    public Optional<Claim.Standing> find(MessageRef ref) {
        failIf(claimsFail);
        return claim instanceof Claim.Standing standing ? Optional.of(standing) : Optional.empty();
    }

    @Override
    public void noteUnconfirmed(MessageRef ref) {
        failIf(settlingFails);
        if (claim instanceof Claim.Unconfirmed u) {
            claim = new Claim.Unconfirmed(u.since(), u.over(), true, u.details(), u.attempts());
        }
    }

    @Override
    public void settle(MessageRef ref, Outcome outcome, Progress progress) {
        failIf(settlingFails);
        settled.add(outcome);
        settledProgress = progress;
    }

    private static void failIf(boolean down) {
        if (down) {
            throw new LedgerUnavailableException("down", new IllegalStateException());
        }
    }
}
