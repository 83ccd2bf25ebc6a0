package dev.herald.dispatch;

import dev.herald.dispatch.Lane.Passage;
import dev.herald.ledger.Claim;
import dev.herald.ledger.Claim.Attempts;
import dev.herald.message.Attempt;
import dev.herald.message.Delivery;
import dev.herald.message.Delivery.Sent;
import dev.herald.message.MessageRef;
import dev.herald.message.Outcome;
import dev.herald.message.Outcome.OutOfPatience;
import dev.herald.message.Outcome.Unavailable;
import dev.herald.message.Outcome.Unconfirmed;
import dev.herald.message.Progress;
import dev.herald.message.ProviderReply;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
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
    private final Doubts doubts;

    OnceOnlySender(Claims claims, BiFunction<MessageRef, Integer, Optional<Outcome>> budgets, Lanes lanes,
            Pacing pacing) {
        this.claims = claims;
        this.budgets = budgets;
        this.lanes = lanes;
        this.pacing = pacing;
        this.doubts = new Doubts(claims, pacing);
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
        return claims.claim(action, MARGIN, claim -> postponed(claim, action, outline, later));
    }

    private Report postponed(Claim claim, Action action, @Nullable Delivery outline, Unavailable later) {
        return switch (claim) {
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
        };
    }

    private Report answer(Claim claim, Action action, Delivery delivery) {
        return switch (claim) {
            case Claim.Settled(Outcome outcome) -> Report.of(outcome);
            case Claim.Held held -> claims.held(held);
            case Claim.Granted(Attempts attempts) ->
                Report.of(attempt(attempts, action.ref(), delivery), attempts);
            case Claim.Unconfirmed u -> resolved(doubts.about(u, action, delivery), action, delivery);
            case Claim.Foreign foreign -> resolved(doubts.about(foreign, action, delivery), action, delivery);
        };
    }

    private Report resolved(Doubts.Resolution resolution, Action action, Delivery delivery) {
        return switch (resolution) {
            case Doubts.Resolution.Answered(Report report) -> report;
            case Doubts.Resolution.SendAgain(Instant patientSince) -> again(patientSince, action, delivery);
        };
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
                doubts.left(
                        new Unconfirmed(unknown.reason() + " " + delivery.trace(), unknown.details(), unknown.reply()),
                        progress, attempts, ref, delivery);
            case Passage.Tried(Sent(Outcome outcome, Progress progress)) ->
                ended(pacing.paced(outcome, attempts), progress, ref, delivery);
        };
    }

    private Outcome heldBack(Passage.HeldBack held, Attempts attempts, MessageRef ref, Delivery delivery) {
        if (pacing.isOver(attempts.first())) { // the incidents of one outage are to have one text
            return ended(new OutOfPatience(held.cause(), attempts.first(), held.pushback(), ProviderReply.NONE),
                    attempts.progress(), ref, delivery);
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
