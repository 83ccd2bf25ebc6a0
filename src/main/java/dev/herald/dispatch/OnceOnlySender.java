package dev.herald.dispatch;

import dev.herald.ledger.Claim;
import dev.herald.ledger.Ledger;
import dev.herald.ledger.LedgerUnavailableException;
import dev.herald.message.Delivery;
import dev.herald.message.Delivery.Search;
import dev.herald.message.MessageRef;
import dev.herald.message.OnUnconfirmed;
import dev.herald.message.Outcome;
import dev.herald.message.Outcome.Accepted;
import dev.herald.message.Outcome.Deferred;
import dev.herald.message.Outcome.Misconfigured;
import dev.herald.message.Outcome.Unavailable;
import dev.herald.message.Outcome.Unconfirmed;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Claims a message in the ledger, sends it through its lane and notes the outcome, so that it goes out once. */
final class OnceOnlySender {
    private static final Logger LOG = LoggerFactory.getLogger(OnceOnlySender.class);
    /** What a send may take beyond its deadline: waiting for a connection, closing it, noting the outcome. */
    private static final Duration MARGIN = Duration.ofSeconds(15);

    private final Ledger ledger;
    private final BiFunction<MessageRef, Integer, Optional<Outcome>> budgets;
    private final Lanes lanes;
    private final Pacing pacing;
    private final InstantSource clock;

    OnceOnlySender(Ledger ledger, BiFunction<MessageRef, Integer, Optional<Outcome>> budgets, Lanes lanes,
            Pacing pacing, InstantSource clock) {
        this.ledger = ledger;
        this.budgets = budgets;
        this.lanes = lanes;
        this.pacing = pacing;
        this.clock = clock;
    }

    Outcome send(Action action, Delivery delivery) {
        try {
            Claim claim = ledger.claim(action.ref(), lease(delivery));
            pacing.ledgerAnswered();
            return answer(claim, false, action, delivery);
        } catch (LedgerUnavailableException e) {
            return pacing.ledgerDown();
        }
    }

    Outcome withoutSending(MessageRef ref, @Nullable OnUnconfirmed decision, Outcome outcome) {
        try {
            Optional<Claim.Standing> standing = ledger.find(ref);
            pacing.ledgerAnswered();
            return standing.isPresent() ? withoutSending(standing.get(), ref, decision, outcome) : outcome;
        } catch (LedgerUnavailableException e) {
            return pacing.ledgerDown();
        }
    }

    private Outcome withoutSending(Claim.Standing standing, MessageRef ref, @Nullable OnUnconfirmed decision,
            Outcome outcome) {
        return switch (standing) {
            case Claim.Settled(Outcome settled) -> settled;
            case Claim.Held(Instant until) -> held(until);
            case Claim.Unconfirmed u when !u.noted() || decision == null || decision == OnUnconfirmed.INCIDENT -> {
                ledger.noteUnconfirmed(ref);
                yield unconfirmed(u.since());
            }
            case Claim.Unconfirmed u when decision == OnUnconfirmed.ASSUME_SENT ->
                settled(ref, new Accepted("", Map.of()));
            case Claim.Unconfirmed u -> outcome;
            case Claim.Foreign() -> outcome;
        };
    }

    private Outcome answer(Claim claim, boolean reclaimed, Action action, Delivery delivery) {
        return switch (claim) {
            case Claim.Settled(Outcome outcome) -> outcome;
            case Claim.Held(Instant until) -> held(until);
            case Claim.Granted granted -> attempt(granted, action.ref(), delivery);
            // another replica took it and lost it again in the meantime
            case Claim.Unconfirmed u when reclaimed -> held(clock.instant());
            case Claim.Unconfirmed u -> resolve(u, action, delivery);
            case Claim.Foreign() -> foreign();
        };
    }

    private Outcome attempt(Claim.Granted granted, MessageRef ref, Delivery delivery) {
        Outcome outcome;
        try {
            outcome = budgets.apply(ref, delivery.units())
                    .orElseGet(() -> lanes.of(delivery.route()).pass(delivery::send));
        } catch (RuntimeException | StackOverflowError e) {
            settled(ref, new Unconfirmed("Herald failed in the act."));
            throw e;
        }
        if (outcome instanceof Unconfirmed unconfirmed) {
            return unconfirmed(unconfirmed, granted, ref, delivery);
        }
        return settled(ref, pacing.paced(outcome, granted));
    }

    private Outcome unconfirmed(Unconfirmed outcome, Claim.Granted granted, MessageRef ref, Delivery delivery) {
        return switch (delivery.route().onUnconfirmed()) {
            case INCIDENT -> settled(ref, outcome);
            case ASSUME_SENT -> settled(ref, delivery.assumeAccepted());
            case RESEND -> {
                settled(ref, outcome);
                yield pacing.paced(new Deferred(outcome.reason(), Duration.ZERO), granted);
            }
        };
    }

    private Outcome resolve(Claim.Unconfirmed attempt, Action action, Delivery delivery) {
        // what was decided before anybody was told of this attempt was decided about another
        OnUnconfirmed decided = attempt.noted() ? action.onUnconfirmed() : null;
        switch (delivery.search(attempt.since())) {
            case Search.Found(Accepted found) -> {
                return settled(action.ref(), found);
            }
            case Search.Unanswered(String reason) when decided == null
                    && pacing.waited(reason, attempt.since()) instanceof Unavailable later -> {
                return later;
            }
            case Search.Unanswered u -> {
            }
            case Search.NotFound() -> {
            }
        }
        return switch (decided == null ? delivery.route().onUnconfirmed() : decided) {
            case INCIDENT -> {
                ledger.noteUnconfirmed(action.ref());
                yield unconfirmed(attempt.since());
            }
            case ASSUME_SENT -> settled(action.ref(), delivery.assumeAccepted());
            case RESEND -> answer(ledger.reclaim(action.ref(), lease(delivery)), true, action, delivery);
        };
    }

    private static Outcome unconfirmed(Instant since) {
        return new Unconfirmed("an attempt that began at " + since
                + " ended without an answer from the provider: the message may have been sent.");
    }

    /** Notes the outcome; a provider that accepted has accepted, whatever the ledger says. */
    private Outcome settled(MessageRef ref, Outcome outcome) {
        try {
            ledger.settle(ref, outcome);
        } catch (LedgerUnavailableException e) {
            LOG.warn("The ledger did not take the outcome of job {}; it will be asked again", ref.jobKey());
        }
        return outcome;
    }

    private Outcome held(Instant until) {
        Duration remaining = Duration.between(clock.instant(), until);
        return new Unavailable("Another worker is about this message.",
                remaining.compareTo(Duration.ofSeconds(1)) > 0 ? remaining : Duration.ofSeconds(1));
    }

    static Outcome foreign() {
        return new Misconfigured("spring.datasource.url: the ledger knows this job's key from another process instance,"
                + " so it belongs to another Zeebe cluster, or the cluster was set up anew. Nothing was sent. Give each"
                + " cluster a ledger of its own, at first an empty one.");
    }

    private static Duration lease(Delivery delivery) {
        return delivery.route().sendDeadline().plus(MARGIN);
    }
}
