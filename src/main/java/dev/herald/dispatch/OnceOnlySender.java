package dev.herald.dispatch;

import dev.herald.dispatch.Lane.Passage;
import dev.herald.ledger.Claim;
import dev.herald.ledger.Claim.Attempts;
import dev.herald.message.ActionType;
import dev.herald.message.Attempt;
import dev.herald.message.Delivery;
import dev.herald.message.Delivery.Search;
import dev.herald.message.Delivery.Sent;
import dev.herald.message.MessageRef;
import dev.herald.message.OnUnconfirmed;
import dev.herald.message.Outcome;
import dev.herald.message.Outcome.Accepted;
import dev.herald.message.Outcome.OutOfPatience;
import dev.herald.message.Outcome.Resend;
import dev.herald.message.Outcome.Unavailable;
import dev.herald.message.Outcome.Unconfirmed;
import dev.herald.message.Progress;
import dev.herald.message.ProviderReply;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Claims a message in the ledger, sends it through its lane and notes the outcome, so that it goes out once. */
final class OnceOnlySender {
    /** What a send may take beyond its deadline: waiting for a connection, closing it, noting the outcome. */
    private static final Duration MARGIN = Duration.ofSeconds(15);
    /** So long after an attempt a provider that does not list the message has not taken it. */
    private static final Duration UNLISTED = Duration.ofMinutes(5);

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

    Report send(Action action, Delivery delivery) {
        return claims.claim(action, lease(delivery), claim -> answer(claim, action, delivery));
    }

    /**
     * Puts off, within patience, a message that can't be made yet and that no earlier attempt has sent.
     *
     * @param outline is not sent; null where nothing is known of it
     */
    Report postpone(Action action, @Nullable Delivery outline, Unavailable later) {
        return claims.claim(action, MARGIN, claim -> switch (claim) {
            case Claim.Settled(Outcome outcome) -> Report.of(outcome);
            case Claim.Held held -> claims.held(held);
            case Claim.Granted(Attempts attempts) -> {
                Outcome outcome = pacing.paced(later, attempts);
                yield Report.of(outline == null
                        ? claims.settled(action.ref(), outcome, attempts.progress())
                        : ended(outcome, attempts.progress(), action.ref(), outline), attempts);
            }
            // to be sent again, as somebody decided
            case Claim.Unconfirmed u -> Report.of(pacing.waited(later.reason(), pacing.now()), u.attempts());
            case Claim.Foreign foreign -> Claims.foreign(foreign);
        });
    }

    private Report answer(Claim claim, Action action, Delivery delivery) {
        return switch (claim) {
            case Claim.Settled(Outcome outcome) -> Report.of(outcome);
            case Claim.Held held -> claims.held(held);
            case Claim.Granted(Attempts attempts) ->
                Report.of(attempt(attempts, action.ref(), delivery), attempts);
            case Claim.Unconfirmed u -> resolve(u, action, delivery);
            case Claim.Foreign foreign -> settle(foreign, action, delivery);
        };
    }

    private Report settle(Claim.Foreign foreign, Action action, Delivery delivery) {
        OnUnconfirmed decided = action.onUnconfirmed();
        if (foreign.same() && decided == OnUnconfirmed.RESEND) {
            return again(pacing.now(), action, delivery);
        }
        return foreign.same() && decided == OnUnconfirmed.ASSUME_SENT
                ? Report.of(assumed(delivery, Map.of(), Progress.NONE))
                : Claims.foreign(foreign);
    }

    private Outcome attempt(Attempts attempts, MessageRef ref, Delivery delivery) {
        Claims.Mark mark = claims.mark(ref);
        Passage passage;
        try {
            passage = budgets.apply(ref, delivery.units())
                    .<Passage>map(outcome -> new Passage.Tried(new Sent(outcome, attempts.progress())))
                    .orElseGet(() -> lanes.pass(delivery.route(), () -> mark.before() == null,
                            spare -> delivery.send(new Attempt(attempts.progress(), mark, spare))));
        } catch (Throwable e) {
            Progress before = mark.before();
            if (before == null) {
                claims.givenBack(ref);
            } else {
                claims.settled(ref, new Unconfirmed("Herald failed in the act."), before);
            }
            throw e;
        }
        return switch (passage) {
            case Passage.HeldBack held -> heldBack(held, attempts, ref, delivery);
            case Passage.Tried(Sent(Unconfirmed unknown, Progress progress)) ->
                unconfirmed(new Unconfirmed(unknown.reason() + " " + delivery.trace(), unknown.details(), unknown.reply()),
                        progress, attempts, ref, delivery);
            case Passage.Tried(Sent(Outcome outcome, Progress progress)) ->
                ended(pacing.paced(outcome, attempts), progress, ref, delivery);
        };
    }

    private Outcome heldBack(Passage.HeldBack held, Attempts attempts, MessageRef ref, Delivery delivery) {
        if (pacing.isOver(attempts.first())) { // the incidents of one outage are to have one text
            return ended(new OutOfPatience(held.cause(), attempts.first(), held.pushback(), ProviderReply.NONE), attempts.progress(), ref, delivery);
        }
        claims.givenBack(ref);
        return held.retryIn().isPositive()
                ? pacing.waited(held.reason(), attempts.first(), held.retryIn())
                : pacing.waited(held.reason(), attempts.first());
    }

    private Outcome ended(Outcome outcome, Progress progress, MessageRef ref, Delivery delivery) {
        if (!(outcome instanceof OutOfPatience) || progress.accepted().isEmpty()) {
            return claims.settled(ref, outcome, progress);
        }
        Outcome end = delivery.concluded(progress);
        // who retries the incident of a refusal wants everyone tried who has nothing
        return claims.settled(ref, end,
                end instanceof Outcome.Refused ? new Progress(progress.accepted(), Set.of()) : progress);
    }

    private Outcome unconfirmed(Unconfirmed outcome, Progress progress, Attempts attempts, MessageRef ref,
            Delivery delivery) {
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

    private Outcome resend(Unconfirmed outcome, Attempts attempts, Delivery delivery) {
        return pacing.paced(new Resend(outcome.reason() + " Each retry sends it again ("
                + delivery.route().setting() + ".on-unconfirmed).", Duration.ZERO, outcome.reply()), attempts);
    }

    private static Outcome unlisted(Duration wait) {
        return new Unavailable("An attempt ended without an answer from the provider, which does not list the message: it is"
                + " asked again, and the message is sent again if it does not list it then.", wait);
    }

    private Report assume(Claim.Unconfirmed attempt, Action action, Delivery delivery) {
        Progress progress = attempt.attempts().progress();
        return Report.of(claims.settled(action.ref(), assumed(delivery, attempt.details(), progress), progress),
                attempt.attempts());
    }

    /** @param known what the attempt itself found out; it knows more than the ledger where it lived to tell */
    private static Accepted assumed(Delivery delivery, Map<String, Object> known, Progress progress) {
        return delivery.assumeAccepted(progress).with(known).with(Claims.ASSUMED);
    }

    private Report resolve(Claim.Unconfirmed attempt, Action action, Delivery delivery) {
        // what was decided before anybody was told of this attempt was decided about another
        OnUnconfirmed decided = attempt.noted() ? action.onUnconfirmed() : null;
        Attempts attempts = attempt.attempts();
        return switch (delivery.search(attempt.since())) {
            case Search.Found(Accepted found) ->
                Report.of(claims.settled(action.ref(), found, attempts.progress()), attempts);
            case Search.Unanswered(String reason) when isWaitedOut(decided)
                    && pacing.waited(reason, attempt.since()) instanceof Unavailable later ->
                Report.of(later, attempts);
            case Search.Unanswered u -> decide(decided, false, attempt, action, delivery);
            case Search.NotFound() -> decide(decided, true, attempt, action, delivery);
        };
    }

    /** Whether the provider's answer counts. */
    private static boolean isWaitedOut(@Nullable OnUnconfirmed decided) {
        return decided == null || decided == OnUnconfirmed.RESEND_IF_UNLISTED;
    }

    private Report decide(@Nullable OnUnconfirmed decided, boolean unlisted, Claim.Unconfirmed attempt, Action action,
            Delivery delivery) {
        return switch (decided == null ? delivery.route().onUnconfirmed() : decided) {
            case INCIDENT -> incident(attempt, action, delivery);
            case ASSUME_SENT -> assume(attempt, action, delivery);
            case RESEND -> attempt.noted()
                    ? again(pacing.now(), action, delivery)
                    : resend(attempt, action, delivery);
            case RESEND_IF_UNLISTED -> unlisted && action.message().type() == ActionType.SEND_SMS
                    ? resendUnlisted(decided, attempt, action, delivery)
                    : incident(attempt, action, delivery);
        };
    }

    private Report incident(Claim.Unconfirmed attempt, Action action, Delivery delivery) {
        return claims.unconfirmed(action.ref(), attempt,
                "It went through " + delivery.route().setting() + ". " + delivery.trace());
    }

    private Report resend(Claim.Unconfirmed died, Action action, Delivery delivery) {
        claims.noteUnconfirmed(action.ref());
        return Report.of(resend(new Unconfirmed("An attempt ended without an answer from the provider."),
                died.attempts(), delivery), died.attempts());
    }

    private Report resendUnlisted(@Nullable OnUnconfirmed decided, Claim.Unconfirmed attempt, Action action,
            Delivery delivery) {
        Attempts attempts = attempt.attempts();
        Duration wait = pacing.until(attempt.over().plus(UNLISTED));
        if (wait.isPositive()) {
            return Report.of(unlisted(wait), attempts);
        }
        if (decided != null) {
            return again(pacing.now(), action, delivery);
        }
        return pacing.isOver(attempts.first())
                ? incident(attempt, action, delivery)
                : again(attempts.first(), action, delivery);
    }

    private Report again(Instant patientSince, Action action, Delivery delivery) {
        return switch (claims.reclaim(action, lease(delivery), patientSince)) {
            // another replica took it and lost it again in the meantime
            case Claim.Unconfirmed u -> claims.held(new Claim.Held(pacing.now(), pacing.now()));
            case Claim.Foreign foreign -> Claims.foreign(foreign);
            case Claim claim -> answer(claim, action, delivery);
        };
    }

    private static Duration lease(Delivery delivery) {
        return delivery.route().sendDeadline().plus(MARGIN);
    }
}
