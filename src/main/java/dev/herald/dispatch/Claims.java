package dev.herald.dispatch;

import dev.herald.ledger.Claim;
import dev.herald.ledger.Ledger;
import dev.herald.ledger.LedgerUnavailableException;
import dev.herald.message.MessageRef;
import dev.herald.message.Outcome;
import dev.herald.message.Outcome.Misconfigured;
import dev.herald.message.Outcome.Unavailable;
import dev.herald.message.Outcome.Unconfirmed;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ledger as the way of a message sees it: what it says, and that it says nothing, is an outcome, too. */
final class Claims {
    private static final Logger LOG = LoggerFactory.getLogger(Claims.class);

    private final Ledger ledger;
    private final Pacing pacing;
    private final InstantSource clock;

    Claims(Ledger ledger, Pacing pacing, InstantSource clock) {
        this.ledger = ledger;
        this.pacing = pacing;
        this.clock = clock;
    }

    Outcome claim(MessageRef ref, Duration lease, Function<Claim, Outcome> answer) {
        return unlessDown(ref, () -> ledger.claim(ref, lease), answer);
    }

    Outcome find(MessageRef ref, Function<Optional<Claim.Standing>, Outcome> answer) {
        return unlessDown(ref, () -> ledger.find(ref), answer);
    }

    private <T> Outcome unlessDown(MessageRef ref, Supplier<T> question, Function<T, Outcome> answer) {
        try {
            T said = question.get();
            pacing.ledgerAnswered();
            return answer.apply(said);
        } catch (LedgerUnavailableException e) {
            return pacing.ledgerDown(ref, String.valueOf(e.getMessage()));
        }
    }

    /** @see Ledger#reclaim */
    Claim reclaim(MessageRef ref, Duration lease) {
        return ledger.reclaim(ref, lease);
    }

    /** Notes the outcome; what has happened has happened, whatever the ledger says. */
    Outcome settled(MessageRef ref, Outcome outcome) {
        try {
            ledger.settle(ref, outcome);
        } catch (LedgerUnavailableException e) {
            LOG.warn("The ledger did not take the outcome of job {}; it will be asked again", ref.jobKey());
        }
        return outcome;
    }

    /**
     * Leaves the attempt to an operator, who is told of it.
     *
     * @param more what else is known, in sentences
     */
    Outcome unconfirmed(MessageRef ref, Claim.Unconfirmed attempt, String more) {
        ledger.noteUnconfirmed(ref);
        return new Unconfirmed(("an attempt that began at " + attempt.since()
                + " ended without an answer from the provider: the message may have been sent"
                + (attempt.noted() ? ", and onUnconfirmed does not say what to do. " : ". ") + more).strip(),
                attempt.details());
    }

    Outcome held(Instant until) {
        Duration remaining = Duration.between(clock.instant(), until);
        return new Unavailable("Another worker is about this message.",
                remaining.compareTo(Duration.ofSeconds(1)) > 0 ? remaining : Duration.ofSeconds(1));
    }

    static Outcome foreign() {
        return new Misconfigured("spring.datasource.url: the ledger knows this job's key from another process instance,"
                + " so it belongs to another Zeebe cluster, or the cluster was set up anew. Nothing was sent. Give each"
                + " cluster a ledger of its own, at first an empty one.");
    }
}
