package dev.herald.dispatch;

import dev.herald.message.Delivery.Sent;
import dev.herald.message.Outcome;
import dev.herald.message.Outcome.Deferred;
import dev.herald.message.Outcome.Unavailable;
import dev.herald.message.ProviderReply;
import dev.herald.message.Route;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to one provider: as many messages at once as it takes, no more than its rate, and none while it is down. Whoever
 * would have to wait long is held back, so that a provider that hangs or pushes back holds nobody else's threads.
 */
final class Lane {
    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);
    /** Closed until five attempts in a row did not reach the provider; then one tries again after 1 s, 2 s, ... 30 s. */
    static final CircuitBreakerConfig BREAKER = CircuitBreakerConfig.custom().slidingWindowSize(5)
            .minimumNumberOfCalls(5).failureRateThreshold(100).permittedNumberOfCallsInHalfOpenState(1)
            .recordResult(result -> result instanceof Unavailable unreached && !unreached.pushback())
            .waitIntervalFunctionInOpenState(IntervalFunction
                    .ofExponentialRandomBackoff(Duration.ofSeconds(1), 2, 0.5, Duration.ofSeconds(30)))
            .build();
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);
    /** Where nobody else waits for a thread, it spares the engine from messages that come and go. */
    static final Duration LONGEST_WAIT_ALONE = Duration.ofSeconds(4);
    private static final long IN_USE = Duration.ofMinutes(1).toNanos();

    private final Route route;
    private final Places places;
    private final Throttle throttle;
    private final CircuitBreaker breaker;
    private volatile long lastMovement = System.nanoTime();
    private volatile long lastArrival = System.nanoTime();
    private volatile String problem = "";
    /** The provider's own about it. */
    private volatile String words = "";
    private volatile String pushback = "";

    Lane(Route route, Throttle throttle, CircuitBreaker breaker) {
        this.route = route;
        this.places = new Places(route.maxConnections());
        this.throttle = throttle;
        this.breaker = breaker;
        breaker.getEventPublisher().onStateTransition(change -> log(change.getStateTransition()));
    }

    /** What became of a message in the lane. */
    sealed interface Passage {

        /** It was tried. */
        record Tried(Sent sent) implements Passage {}

        /**
         * It is not the time for it.
         *
         * @param cause what others met, in the words that they have for it
         * @param retryIn when it may be; zero where nobody can tell
         * @param pushback as in {@link Outcome.OutOfPatience}
         */
        record HeldBack(String reason, String cause, Duration retryIn, boolean pushback) implements Passage {}
    }

    /** Whether attempts are made as they come. */
    boolean isOpen() {
        return breaker.getState() == CircuitBreaker.State.CLOSED && !throttle.isShut();
    }

    /** Whether messages have come lately. */
    boolean isInUse() {
        return System.nanoTime() - lastArrival < IN_USE;
    }

    /**
     * Sends, or says why it is not the time for it. What is pushed back is tried again as long as it need not wait long.
     *
     * @param alone whether only messages of this lane would wait for those that wait
     * @param isFree whether a message that was pushed back may be tried again at once
     * @param send is told how many connections may stay open beside its own
     */
    Passage pass(BooleanSupplier alone, BooleanSupplier isFree, IntFunction<Sent> send) {
        lastArrival = System.nanoTime();
        long latest = lastArrival + (alone.getAsBoolean() ? LONGEST_WAIT_ALONE : LONGEST_WAIT).toNanos();
        Passage passage = pass(latest, send);
        while (passage instanceof Passage.Tried(Sent sent) && isSoon(sent.outcome()) && isFree.getAsBoolean()
                && pass(latest, send) instanceof Passage.Tried again) {
            passage = again;
        }
        return passage instanceof Passage.Tried(Sent sent)
                ? new Passage.Tried(new Sent(paced(sent.outcome()), sent.progress()))
                : passage;
    }

    private static boolean isSoon(Outcome outcome) {
        return pushback(outcome).filter(Duration::isZero).isPresent();
    }

    /** How long a provider that pushed back asks to wait, zero where it does not say; empty where it did not push back. */
    private static Optional<Duration> pushback(Outcome outcome) {
        return switch (outcome) {
            case Deferred later when later.pushback() -> Optional.of(later.retryIn());
            case Unavailable later when later.pushback() -> Optional.of(later.retryIn());
            case Outcome any -> Optional.empty();
        };
    }

    /** A message that was pushed back comes when there is room again, unless the provider says when. */
    private Outcome paced(Outcome outcome) {
        if (!isSoon(outcome)) {
            return outcome;
        }
        return switch (outcome) {
            case Deferred later -> new Deferred(later.reason(), comeBack(), true, later.reply());
            case Unavailable later -> new Unavailable(later.reason(), comeBack(), true, later.reply());
            case Outcome any -> any;
        };
    }

    private Passage pass(long latest, IntFunction<Sent> send) {
        if (!breaker.tryAcquirePermission()) {
            return new Passage.HeldBack("Several attempts in a row did not reach the provider, so this one waits. The last: "
                    + problem, problem, Duration.ZERO, false);
        }
        boolean answered = false;
        try {
            Passage passage = take(latest, send);
            if (passage instanceof Passage.Tried(Sent sent)) {
                breaker.onResult(0, TimeUnit.NANOSECONDS, sent.outcome());
                answered = true;
            }
            return passage;
        } finally {
            if (!answered) {
                breaker.releasePermission();
            }
        }
    }

    private Passage take(long latest, IntFunction<Sent> send) {
        long now = System.nanoTime();
        boolean hanging = now - lastMovement > 2 * LONGEST_WAIT.toNanos();
        if (!places.take(hanging ? 0 : latest - now)) {
            return heldBack(hanging);
        }
        lastMovement = System.nanoTime();
        try {
            Throttle.Start start = start(latest);
            return start == null ? heldBack(false) : new Passage.Tried(send(start, send));
        } finally {
            places.giveBack(throttle.atOnce());
            lastMovement = System.nanoTime();
        }
    }

    private Throttle.@Nullable Start start(long latest) {
        while (true) {
            long now = System.nanoTime();
            long slot = throttle.slot(now, latest);
            if (slot > latest) {
                return null;
            }
            pause(slot - now);
            Throttle.Start start = throttle.begin(System.nanoTime(), slot > now);
            if (start != null) {
                return start;
            }
        }
    }

    private Sent send(Throttle.Start start, IntFunction<Sent> send) {
        Throttle.Answer answer = Throttle.Answer.NEUTRAL;
        Duration wish = Duration.ZERO;
        try {
            Sent sent = send.apply(start.spare());
            wish = pushback(sent.outcome()).orElse(wish);
            answer = answer(sent.outcome());
            return sent;
        } finally {
            throttle.end(start, answer, wish.toNanos(), System.nanoTime());
        }
    }

    private Throttle.Answer answer(Outcome outcome) {
        return switch (outcome) {
            case Deferred later when later.pushback() -> pushedBack(later.reason(), later.reply());
            case Unavailable later when later.pushback() -> pushedBack(later.reason(), later.reply());
            case Unavailable unreached -> {
                problem = unreached.reason();
                words = unreached.reply().text();
                yield Throttle.Answer.NEUTRAL;
            }
            case Outcome.Unconfirmed unknown -> Throttle.Answer.NEUTRAL;
            case Outcome any -> Throttle.Answer.WELL;
        };
    }

    private Throttle.Answer pushedBack(String reason, ProviderReply reply) {
        pushback = reason;
        if (!throttle.isLimited()) {
            LOG.info("{} sends less for a while, since its provider pushes back: {} {}", route.setting(), reason,
                    reply.text());
        }
        return Throttle.Answer.PUSHBACK;
    }

    private Passage heldBack(boolean hanging) {
        Duration retryIn = hanging ? Duration.ZERO : comeBack();
        if (throttle.isLimited()) {
            return new Passage.HeldBack(route.setting() + ": the provider wants fewer or slower, so this one waits. It last"
                    + " said: " + pushback, pushback, retryIn, !hanging);
        }
        String reason = route.setting() + (route.rate() == null || hanging
                ? ": all connections (" + route.setting() + ".max-connections) are busy."
                : ": the rate (" + route.setting() + ".rate) is used up.");
        return new Passage.HeldBack(reason, reason, retryIn, !hanging);
    }

    private Duration comeBack() {
        return Duration.ofNanos(throttle.comeBack(System.nanoTime()));
    }

    private void log(CircuitBreaker.StateTransition change) {
        if (change == CircuitBreaker.StateTransition.CLOSED_TO_OPEN) {
            LOG.warn("{} does not reach its provider, attempts wait: {} {}", route.setting(), problem, words);
        } else if (change == CircuitBreaker.StateTransition.HALF_OPEN_TO_CLOSED) {
            LOG.info("{} reaches its provider again", route.setting());
        }
    }

    private static void pause(long nanos) {
        for (long until = System.nanoTime() + nanos; nanos > 0; nanos = until - System.nanoTime()) {
            LockSupport.parkNanos(nanos);
        }
    }
}
