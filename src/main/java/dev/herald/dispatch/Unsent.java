package dev.herald.dispatch;

import dev.herald.ledger.Claim;
import dev.herald.message.MessageRef;
import dev.herald.message.OnUnconfirmed;
import dev.herald.message.Outcome;
import dev.herald.message.Outcome.Accepted;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An action for which nothing is to be sent now; an earlier attempt may have sent it all the same. */
final class Unsent {
    private final Claims claims;

    Unsent(Claims claims) {
        this.claims = claims;
    }

    /** @param otherwise the outcome of an action that was never sent */
    Report outcome(MessageRef ref, @Nullable OnUnconfirmed decision, Outcome otherwise) {
        return claims.find(ref, standing -> outcome(standing, ref, decision, otherwise));
    }

    private Report outcome(Optional<Claim.Standing> standing, MessageRef ref, @Nullable OnUnconfirmed decision,
            Outcome otherwise) {
        return switch (standing.orElse(null)) {
            case null -> Report.of(otherwise);
            case Claim.Settled(Outcome outcome) -> Report.of(outcome);
            case Claim.Held held -> claims.held(held);
            case Claim.Unconfirmed u when u.noted() && decision == OnUnconfirmed.RESEND -> Report.of(otherwise);
            case Claim.Unconfirmed u when u.noted() && decision == OnUnconfirmed.ASSUME_SENT ->
                Report.of(claims.settled(ref, new Accepted("", u.details()).with(Claims.ASSUMED), u.attempts().progress()));
            case Claim.Unconfirmed u -> claims.unconfirmed(ref, u, problem(otherwise));
            case Claim.Foreign foreign -> Report.of(otherwise);
        };
    }

    private static String problem(Outcome otherwise) {
        return otherwise instanceof Outcome.Misconfigured wrong ? wrong.reason() : "";
    }
}
