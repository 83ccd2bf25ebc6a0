package dev.herald.dispatch;

import dev.herald.ledger.Claim;
import dev.herald.message.Attempt;
import dev.herald.message.Delivery;
import dev.herald.message.Delivery.Search;
import dev.herald.message.MessageRef;
import dev.herald.message.OnUnconfirmed;
import dev.herald.message.Outcome;
import dev.herald.message.Outcome.Accepted;
import dev.herald.message.Outcome.Resend;
import dev.herald.message.Outcome.Unavailable;
import dev.herald.message.Outcome.Unconfirmed;
import dev.herald.message.Progress;
import dev.herald.message.ProviderReply;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Claims a message in the ledger, sends it through its lane and notes the outcome, so that it goes out once. */
final class OnceOnlySender {
    /** What a send may take beyond its deadline: waiting for a connection, closing it, noting the outcome. */
    private static final Duration MARGIN = Duration.ofSeconds(15);

    private final Claims claims;
    private final BiFunction<MessageRef, Integer, Optional<Outcome>> budgets;
    private final Lanes lanes;
    private final Pacing pacing;

    OnceOnlySender(Claims claims, BiFunction<MessageRef, Integer, Optional<Outcome>> budgets, Lanes lanes,
            Pacing pacing) {
        this.claims = claims;
        this.budgets = budgets;
        this.lanes = lanes;
        this.pacing = pacing;
    }

    Outcome send(Action action, Delivery delivery) {
        return claims.claim(action.ref(), lease(delivery), claim -> answer(claim, false, action, delivery));
    }

    private Outcome answer(Claim claim, boolean reclaimed, Action action, Delivery delivery) {
        return switch (claim) {
            case Claim.Settled(Outcome outcome) -> outcome;
            case Claim.Held(Instant until) -> claims.held(until);
            case Claim.Granted granted -> attempt(granted, action.ref(), delivery);
            // another replica took it and lost it again in the meantime
            case Claim.Unconfirmed u when reclaimed -> claims.held(Instant.EPOCH);
            case Claim.Unconfirmed u -> resolve(u, action, delivery);
            case Claim.Foreign() -> Claims.foreign();
        };
    }

    private Outcome attempt(Claim.Granted granted, MessageRef ref, Delivery delivery) {
        Outcome outcome;
        try {
            outcome = budgets.apply(ref, delivery.units())
                    .orElseGet(() -> lanes.of(delivery.route()).pass(() -> delivery.send(new Attempt(Progress.NONE, before -> {
                    })).outcome()));
        } catch (RuntimeException | StackOverflowError e) {
            claims.settled(ref, new Unconfirmed("Herald failed in the act."));
            throw e;
        }
        if (outcome instanceof Unconfirmed(String reason, Map<String, Object> details, ProviderReply reply)) {
            return unconfirmed(new Unconfirmed(reason + " " + delivery.trace(), details, reply), granted, ref, delivery);
        }
        return claims.settled(ref, pacing.paced(outcome, granted));
    }

    private Outcome unconfirmed(Unconfirmed outcome, Claim.Granted granted, MessageRef ref, Delivery delivery) {
        return switch (delivery.route().onUnconfirmed()) {
            case INCIDENT -> claims.settled(ref, outcome);
            case ASSUME_SENT -> claims.settled(ref, delivery.assumeAccepted().with(outcome.details()));
            case RESEND -> {
                claims.settled(ref, outcome);
                yield pacing.paced(new Resend(outcome.reason() + " Each retry sends it again ("
                        + delivery.route().setting() + ".on-unconfirmed).", Duration.ZERO, outcome.reply()), granted);
            }
        };
    }

    private Outcome resolve(Claim.Unconfirmed attempt, Action action, Delivery delivery) {
        // what was decided before anybody was told of this attempt was decided about another
        OnUnconfirmed decided = attempt.noted() ? action.onUnconfirmed() : null;
        return switch (delivery.search(attempt.since())) {
            case Search.Found(Accepted found) -> claims.settled(action.ref(), found);
            case Search.Unanswered(String reason) when decided == null
                    && pacing.waited(reason, attempt.since()) instanceof Unavailable later ->
                later;
            case Search.Unanswered u -> decide(decided, attempt, action, delivery);
            case Search.NotFound() -> decide(decided, attempt, action, delivery);
        };
    }

    private Outcome decide(@Nullable OnUnconfirmed decided, Claim.Unconfirmed attempt, Action action,
            Delivery delivery) {
        return switch (decided == null ? delivery.route().onUnconfirmed() : decided) {
            case INCIDENT -> claims.unconfirmed(action.ref(), attempt,
                    "It went through " + delivery.route().setting() + ". " + delivery.trace());
            case ASSUME_SENT -> claims.settled(action.ref(), delivery.assumeAccepted().with(attempt.details()));
            case RESEND -> answer(claims.reclaim(action.ref(), lease(delivery)), true, action, delivery);
        };
    }

    private static Duration lease(Delivery delivery) {
        return delivery.route().sendDeadline().plus(MARGIN);
    }
}
