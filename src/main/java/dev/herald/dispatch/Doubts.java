package dev.herald.dispatch;

import dev.herald.dispatch.Doubts.Resolution.Answered;
import dev.herald.dispatch.Doubts.Resolution.SendAgain;
import dev.herald.ledger.Claim;
import dev.herald.ledger.Claim.Attempts;
import dev.herald.message.ActionType;
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
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is done about a message that was handed over, and of which nobody knows what became. */
final class Doubts {
    /** So long after an attempt a provider that does not list the message has not taken it. */
    private static final Duration UNLISTED = Duration.ofMinutes(5);

    private final Claims claims;
    private final Pacing pacing;

    Doubts(Claims claims, Pacing pacing) {
        this.claims = claims;
        this.pacing = pacing;
    }

    /** What to do about a message that an earlier attempt has left in doubt. */
    sealed interface Resolution {

        record Answered(Report report) implements Resolution {}

        /** @param patientSince since when patience counts */
        record SendAgain(Instant patientSince) implements Resolution {}
    }

    /** Notes an attempt that has just ended without an answer. */
    Outcome left(Unconfirmed outcome, Progress progress, Attempts attempts, MessageRef ref, Delivery delivery) {
        return switch (delivery.route().onUnconfirmed()) {
            case INCIDENT -> claims.settled(ref, outcome, progress);
            case ASSUME_SENT -> claims.settled(ref, assumed(delivery, outcome.details(), progress), progress);
            case RESEND -> {
                claims.settled(ref, outcome, progress);
                yield resend(outcome, attempts, delivery);
            }
            case RESEND_IF_UNLISTED -> {
                claims.settled(ref, outcome, progress);
                yield pacing.isOver(attempts.first()) ? outcome : unlisted(UNLISTED);
            }
        };
    }

    Resolution about(Claim.Foreign foreign, Action action, Delivery delivery) {
        OnUnconfirmed decided = action.onUnconfirmed();
        if (foreign.same() && decided == OnUnconfirmed.RESEND) {
            return new SendAgain(pacing.now());
        }
        return new Answered(foreign.same() && decided == OnUnconfirmed.ASSUME_SENT
                ? Report.of(assumed(delivery, Map.of(), Progress.NONE))
                : Claims.foreign(foreign));
    }

    Resolution about(Claim.Unconfirmed attempt, Action action, Delivery delivery) {
        // what was decided before anybody was told of this attempt was decided about another
        OnUnconfirmed decided = attempt.noted() ? action.onUnconfirmed() : null;
        Attempts attempts = attempt.attempts();
        return switch (delivery.search(attempt.since())) {
            case Search.Found(Accepted found) ->
                new Answered(Report.of(claims.settled(action.ref(), found, attempts.progress()), attempts));
            case Search.Unanswered(String reason) when isWaitedOut(decided)
                    && pacing.waited(reason, attempt.since()) instanceof Unavailable later ->
                new Answered(Report.of(later, attempts));
            case Search.Unanswered u -> decide(decided, false, attempt, action, delivery);
            case Search.NotFound() -> decide(decided, true, attempt, action, delivery);
        };
    }

    /** Whether the provider's answer counts. */
    private static boolean isWaitedOut(@Nullable OnUnconfirmed decided) {
        return decided == null || decided == OnUnconfirmed.RESEND_IF_UNLISTED;
    }

    private Resolution decide(@Nullable OnUnconfirmed decided, boolean unlisted, Claim.Unconfirmed attempt, Action action,
            Delivery delivery) {
        return switch (decided == null ? delivery.route().onUnconfirmed() : decided) {
            case INCIDENT -> incident(attempt, action, delivery);
            case ASSUME_SENT -> assume(attempt, action, delivery);
            case RESEND -> attempt.noted() ? new SendAgain(pacing.now()) : announce(attempt, action, delivery);
            case RESEND_IF_UNLISTED -> unlisted && action.message().type() == ActionType.SEND_SMS
                    ? resendUnlisted(decided, attempt, action, delivery)
                    : incident(attempt, action, delivery);
        };
    }

    private Resolution incident(Claim.Unconfirmed attempt, Action action, Delivery delivery) {
        return new Answered(claims.unconfirmed(action.ref(), attempt,
                "It went through " + delivery.route().setting() + ". " + delivery.trace()));
    }

    private Resolution assume(Claim.Unconfirmed attempt, Action action, Delivery delivery) {
        Progress progress = attempt.attempts().progress();
        return new Answered(
                Report.of(claims.settled(action.ref(), assumed(delivery, attempt.details(), progress), progress),
                        attempt.attempts()));
    }

    /** @param known what the attempt itself found out; it knows more than the ledger where it lived to tell */
    private static Accepted assumed(Delivery delivery, Map<String, Object> known, Progress progress) {
        return delivery.assumeAccepted(progress).with(known).with(Claims.ASSUMED);
    }

    /** The worker died before it could say that the message will be sent again, which costs a retry. */
    private Resolution announce(Claim.Unconfirmed died, Action action, Delivery delivery) {
        claims.noteUnconfirmed(action.ref());
        return new Answered(Report.of(resend(new Unconfirmed("An attempt ended without an answer from the provider."),
                died.attempts(), delivery), died.attempts()));
    }

    private Outcome resend(Unconfirmed outcome, Attempts attempts, Delivery delivery) {
        return pacing.paced(new Resend(outcome.reason() + " Each retry sends it again ("
                + delivery.route().setting() + ".on-unconfirmed).", Duration.ZERO, outcome.reply()), attempts);
    }

    private Resolution resendUnlisted(@Nullable OnUnconfirmed decided, Claim.Unconfirmed attempt, Action action,
            Delivery delivery) {
        Duration wait = pacing.until(attempt.over().plus(UNLISTED));
        if (wait.isPositive()) {
            return new Answered(Report.of(unlisted(wait), attempt.attempts()));
        }
        if (decided != null) {
            return new SendAgain(pacing.now());
        }
        Instant first = attempt.attempts().first();
        return pacing.isOver(first) ? incident(attempt, action, delivery) : new SendAgain(first);
    }

    private static Outcome unlisted(Duration wait) {
        return new Unavailable("An attempt ended without an answer from the provider, which does not list the message: it is"
                + " asked again, and the message is sent again if it does not list it then.", wait);
    }
}
