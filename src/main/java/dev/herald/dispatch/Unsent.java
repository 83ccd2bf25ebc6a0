package dev.herald.dispatch;

import dev.herald.ledger.Claim;
import dev.herald.message.MessageRef;
import dev.herald.message.OnUnconfirmed;
import dev.herald.message.Outcome;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An action for which nothing is to be sent now; an earlier attempt may have sent it all the same. */
final class Unsent {
    private final Claims claims;

    Unsent(Claims claims) {
        this.claims = claims;
    }

    /** @param otherwise the outcome of an action that was never sent */
    Outcome outcome(MessageRef ref, @Nullable OnUnconfirmed decision, Outcome otherwise) {
        return claims.find(ref, standing -> outcome(standing, ref, decision, otherwise));
    }

    private Outcome outcome(Optional<Claim.Standing> standing, MessageRef ref, @Nullable OnUnconfirmed decision,
            Outcome otherwise) {
        return switch (standing.orElse(null)) {
            case null -> otherwise;
            case Claim.Settled(Outcome outcome) -> outcome;
            case Claim.Held(Instant until) -> claims.held(until);
            case Claim.Unconfirmed u when !u.noted() || decision == null || decision == OnUnconfirmed.INCIDENT ->
                claims.unconfirmed(ref, u, problem(otherwise));
            case Claim.Unconfirmed u when decision == OnUnconfirmed.ASSUME_SENT ->
                claims.settled(ref, new Outcome.Accepted("", u.details()));
            case Claim.Unconfirmed u -> otherwise;
            case Claim.Foreign() -> otherwise;
        };
    }

    private static String problem(Outcome otherwise) {
        return otherwise instanceof Outcome.Misconfigured wrong ? wrong.reason() : "";
    }
}
