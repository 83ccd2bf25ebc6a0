package dev.herald.dispatch;

import dev.herald.ledger.Claim;
import dev.herald.message.OnUnconfirmed;
import dev.herald.message.Outcome;
import dev.herald.message.Outcome.Queued;
import dev.herald.message.Outcome.Unavailable;
import dev.herald.message.Outcome.Unconfirmed;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.function.Supplier;

/** Hands a message to a process of its own, once. */
final class Handover {
    private static final Duration LEASE = Duration.ofSeconds(60);

    private final Claims claims;
    private final Pacing pacing;
    private final InstantSource clock;

    Handover(Claims claims, Pacing pacing, InstantSource clock) {
        this.claims = claims;
        this.pacing = pacing;
        this.clock = clock;
    }

    Outcome handOver(Action action, Supplier<Outcome> start) {
        return claims.claim(action.ref(), LEASE, claim -> answer(claim, action, start));
    }

    private Outcome answer(Claim claim, Action action, Supplier<Outcome> start) {
        return switch (claim) {
            case Claim.Settled(Outcome outcome) -> outcome;
            case Claim.Granted granted when isForgotten(granted.firstAttempt()) -> resolve(granted, action, start);
            case Claim.Granted granted -> start(granted, action, start);
            case Claim.Held(Instant until) -> claims.held(until);
            case Claim.Unconfirmed u when isForgotten(u.since()) -> switch (decision(action)) {
                case INCIDENT -> unconfirmed(u.since());
                case ASSUME_SENT -> answer(claims.reclaim(action.ref(), LEASE), action, Queued::new);
                case RESEND -> answer(claims.reclaim(action.ref(), LEASE), action, start);
            };
            case Claim.Unconfirmed u -> answer(claims.reclaim(action.ref(), LEASE), action, start);
            case Claim.Foreign() -> Claims.foreign();
        };
    }

    private Outcome resolve(Claim.Granted granted, Action action, Supplier<Outcome> start) {
        return switch (decision(action)) {
            case INCIDENT -> {
                claims.settled(action.ref(), notTaken());
                yield unconfirmed(granted.firstAttempt());
            }
            case ASSUME_SENT -> start(granted, action, Queued::new);
            case RESEND -> start(granted, action, start);
        };
    }

    private Outcome start(Claim.Granted granted, Action action, Supplier<Outcome> start) {
        try {
            Outcome outcome = start.get();
            boolean isSure = outcome instanceof Queued || granted.attempt() == 1;
            claims.settled(action.ref(), isSure ? outcome : notTaken());
            return outcome;
        } catch (RuntimeException e) {
            // the engine may have taken it all the same: the ledger keeps when attempts began
            claims.settled(action.ref(), notTaken());
            return pacing.paced(notTaken(), granted);
        }
    }

    /** The engine recognises a second start by its message id, but not for ever. */
    private boolean isForgotten(Instant start) {
        return !clock.instant().isBefore(start.plus(BackgroundHandover.DEDUPLICATION));
    }

    private static OnUnconfirmed decision(Action action) {
        return Objects.requireNonNullElse(action.onUnconfirmed(), OnUnconfirmed.INCIDENT);
    }

    private static Unavailable notTaken() {
        return new Unavailable("async: the engine did not take the hand-over.", Duration.ZERO);
    }

    private static Outcome unconfirmed(Instant since) {
        return new Unconfirmed(
                "a hand-over to the background process began at " + since + " and was never confirmed.");
    }
}
