package dev.herald.dispatch;

import dev.herald.ledger.Claim.Attempts;
import dev.herald.message.MessageRef;
import dev.herald.message.Outcome;
import dev.herald.message.Outcome.Deferred;
import dev.herald.message.Outcome.OutOfPatience;
import dev.herald.message.Outcome.Unavailable;
import dev.herald.message.ProviderReply;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** When to try again, and when to stop: growing pauses with jitter within {@code herald.patience}. */
final class Pacing {
    private static final Logger LOG = LoggerFactory.getLogger(Pacing.class);

    private final BackoffSettings backoff;
    private final Duration patience;
    private final InstantSource clock;
    private final RandomGenerator random;
    /** Whose claim the ledger has not taken since it last took any, and since when. */
    private final Map<MessageRef, Instant> withoutLedger = new ConcurrentHashMap<>();

    Pacing(BackoffSettings backoff, Duration patience, InstantSource clock, RandomGenerator random) {
        this.backoff = backoff;
        this.patience = patience;
        this.clock = clock;
        this.random = random;
    }

    /** The outcome with the pause to make, or the end of patience. */
    Outcome paced(Outcome outcome, Attempts attempts) {
        return switch (outcome) {
            case Deferred(String reason, Duration wish, boolean pushback, ProviderReply reply) ->
                isOver(attempts.first())
                        ? new OutOfPatience(reason, attempts.first(), pushback, reply)
                        : new Deferred(reason, pause(attempts, wish), pushback, reply);
            case Unavailable(String reason, Duration wish, boolean pushback, ProviderReply reply) ->
                isOver(attempts.first())
                        ? new OutOfPatience(reason, attempts.first(), pushback, reply)
                        : new Unavailable(reason, pause(attempts, wish), pushback, reply);
            case Outcome.Resend(String reason, Duration wish, ProviderReply reply) ->
                new Outcome.Resend(reason, pause(attempts, wish), reply);
            case Outcome.Accepted o -> o;
            case Outcome.Queued o -> o;
            case Outcome.Skipped o -> o;
            case Outcome.Refused o -> o;
            case OutOfPatience o -> o;
            case Outcome.Misconfigured o -> o;
            case Outcome.Unconfirmed o -> o;
        };
    }

    void ledgerAnswered() {
        if (!withoutLedger.isEmpty()) {
            withoutLedger.clear();
            LOG.info("The ledger takes claims again");
        }
    }

    /**
     * Nothing was sent, and without a ledger only this process knows since when.
     *
     * @param problem a sentence
     */
    Report ledgerDown(MessageRef ref, String problem) {
        if (withoutLedger.isEmpty()) {
            LOG.warn("{} Nothing is sent until it answers", problem);
        }
        Instant since = withoutLedger.computeIfAbsent(ref, first -> clock.instant());
        Outcome outcome = waited(problem + " Nothing was sent.", since);
        if (outcome instanceof OutOfPatience) {
            withoutLedger.remove(ref); // patience starts anew with the incident's retry
        }
        return Report.of(outcome, since);
    }

    /** What can't be had yet, with a pause that grows with the time since it was first wanted. */
    Outcome waited(String reason, Instant since) {
        return waited(reason, since, jittered(clamp(Duration.between(since, clock.instant()).dividedBy(2))));
    }

    /** What can't be had yet, with that pause. */
    Outcome waited(String reason, Instant since, Duration pause) {
        return isOver(since) ? new OutOfPatience(reason, since) : new Unavailable(reason, pause);
    }

    Instant now() {
        return clock.instant();
    }

    /** How long it is until then; negative once that is past. */
    Duration until(Instant then) {
        return Duration.between(clock.instant(), then);
    }

    /** Whether patience with what began then has ended. */
    boolean isOver(Instant since) {
        return Duration.between(since, clock.instant()).compareTo(patience) >= 0;
    }

    private Duration pause(Attempts attempts, Duration wish) {
        if (wish.isPositive()) {
            Duration left = until(attempts.first().plus(patience));
            // an operator is told when patience ends, however long the provider asks to wait
            Duration wait = left.isPositive() && wish.compareTo(left) > 0 ? left : wish;
            return wait.plus(backoff.first().dividedBy(10).multipliedBy(random.nextInt(11)).dividedBy(10));
        }
        int doublings = Math.min(attempts.number() - 1, 20);
        return jittered(clamp(backoff.first().multipliedBy(1L << doublings)));
    }

    private Duration clamp(Duration pause) {
        Duration atLeast = pause.compareTo(backoff.first()) < 0 ? backoff.first() : pause;
        return atLeast.compareTo(backoff.max()) > 0 ? backoff.max() : atLeast;
    }

    /** Between half and all of it, so that those who failed together do not return together. */
    private Duration jittered(Duration pause) {
        return Duration.ofMillis((long) (pause.toMillis() * random.nextDouble(0.5, 1)));
    }
}
