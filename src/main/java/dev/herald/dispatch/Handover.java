package dev.herald.dispatch;

import dev.herald.ledger.Claim;
import dev.herald.ledger.Claim.Attempts;
import dev.herald.message.OnUnconfirmed;
import dev.herald.message.Outcome;
import dev.herald.message.Outcome.Queued;
import dev.herald.message.Outcome.Unavailable;
import dev.herald.message.Outcome.Unconfirmed;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Supplier;

/** Hands a message to a process of its own, once. */
final class Handover {
    private static final Duration LEASE = Duration.ofSeconds(60);
    /** When power is lost the ledger may forget the first of two attempts: so much time is between them at most. */
    private static final Duration LOST = Duration.ofMinutes(30);

    private final Claims claims;
    private final Pacing pacing;

    Handover(Claims claims, Pacing pacing) {
        this.claims = claims;
        this.pacing = pacing;
    }

    Report handOver(Action action, Supplier<Outcome> start) {
        return claims.claim(action, LEASE, claim -> answer(claim, action, start));
    }

    private Report answer(Claim claim, Action action, Supplier<Outcome> start) {
        return switch (claim) {
            case Claim.Settled(Outcome outcome) -> Report.of(outcome);
            case Claim.Granted(var attempts) when isForgotten(attempts.first()) ->
                Report.of(resolve(attempts, action, start), attempts);
            case Claim.Granted(var attempts) -> Report.of(start(attempts, action, start), attempts);
            case Claim.Held held -> claims.held(held);
            case Claim.Unconfirmed u ->
                answer(claims.reclaim(action, LEASE, u.attempts().first()), action, start);
            case Claim.Foreign foreign when foreign.same() && decision(action) == OnUnconfirmed.ASSUME_SENT ->
                Report.of(new Queued());
            case Claim.Foreign foreign when foreign.same() && decision(action) == OnUnconfirmed.RESEND ->
                answer(claims.reclaim(action, LEASE, pacing.now()), action, start);
            case Claim.Foreign foreign -> Claims.foreign(foreign);
        };
    }

    private Outcome resolve(Attempts attempts, Action action, Supplier<Outcome> start) {
        return switch (decision(action)) {
            case INCIDENT, RESEND_IF_UNLISTED -> {
                claims.settled(action.ref(), notTaken(), attempts.progress());
                yield new Unconfirmed("a hand-over to the background process was never confirmed.");
            }
            case ASSUME_SENT -> start(attempts, action, Queued::new);
            case RESEND -> start(attempts, action, start);
        };
    }

    private static OnUnconfirmed decision(Action action) {
        return Objects.requireNonNullElse(action.onUnconfirmed(), OnUnconfirmed.INCIDENT);
    }

    private Outcome start(Attempts attempts, Action action, Supplier<Outcome> start) {
        Outcome note = notTaken();
        try {
            Outcome outcome = start.get();
            if (outcome instanceof Queued || attempts.number() == 1) {
                note = outcome;
            }
            return outcome;
        } catch (RuntimeException e) {
            return pacing.paced(notTaken(), attempts);
        } finally {
            // where the engine may have taken it all the same, the ledger keeps when attempts began
            claims.settled(action.ref(), note, attempts.progress());
        }
    }

    /** The engine recognises a second start by its message id, but not for ever. */
    private boolean isForgotten(Instant start) {
        return !pacing.until(start.plus(BackgroundHandover.DEDUPLICATION).minus(LOST)).isPositive();
    }

    private static Unavailable notTaken() {
        return new Unavailable("async: the engine did not take the hand-over.", Duration.ZERO);
    }
}
