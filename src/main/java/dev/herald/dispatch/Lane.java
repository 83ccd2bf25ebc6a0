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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to one provider: as many messages at once as it takes, no more than its rate, and none while it is down. Whoever
 * would have to wait long is held back at once, so that a provider that hangs or pushes back holds nobody else's threads.
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
    /** In nanoseconds. */
    private static final long LONGEST_WAIT = Duration.ofSeconds(1).toNanos();

    private final Route route;
    private final Places places;
    private final Throttle throttle;
    private final CircuitBreaker breaker;
    private volatile long lastMovement = System.nanoTime();
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
         */
        record HeldBack(String reason, String cause, Duration retryIn) implements Passage {
            HeldBack(String reason, Duration retryIn) {
                this(reason, reason, retryIn);
            }
        }
    }

    /** Whether attempts are made as they come. */
    boolean isOpen() {
        return breaker.getState() == CircuitBreaker.State.CLOSED && !throttle.isShut();
    }

    /**
     * Sends, or says why it is not the time for it.
     *
     * @param send is told how many connections may stay open beside its own
     */
    Passage pass(IntFunction<Sent> send) {
        if (!breaker.tryAcquirePermission()) {
            return new Passage.HeldBack("Several attempts in a row did not reach the provider, so this one waits. The last: "
                    + problem, problem, Duration.ZERO);
        }
        boolean answered = false;
        try {
            Passage passage = pass(System.nanoTime() + LONGEST_WAIT, send);
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

    private Passage pass(long latest, IntFunction<Sent> send) {
        boolean hanging = System.nanoTime() - lastMovement > 2 * LONGEST_WAIT;
        if (!places.take(hanging ? 0 : latest - System.nanoTime())) {
            return heldBack(hanging);
        }
        lastMovement = System.nanoTime();
        try {
            Throttle.Start start = start(latest);
            if (start == null) {
                return heldBack(false);
            }
            Sent sent = send(start, send);
            return new Passage.Tried(new Sent(paced(sent.outcome()), sent.progress()));
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
            switch (sent.outcome()) {
                case Deferred later when later.pushback() -> {
                    answer = Throttle.Answer.PUSHBACK;
                    wish = later.retryIn();
                    pushedBack(later.reason(), later.reply());
                }
                case Unavailable later when later.pushback() -> {
                    answer = Throttle.Answer.PUSHBACK;
                    wish = later.retryIn();
                    pushedBack(later.reason(), later.reply());
                }
                case Unavailable unreached -> {
                    problem = unreached.reason();
                    words = unreached.reply().text();
                }
                case Outcome.Unconfirmed unknown -> {
                }
                case Outcome any -> answer = Throttle.Answer.WELL;
            }
            return sent;
        } finally {
            throttle.end(start, answer, wish.toNanos(), System.nanoTime());
        }
    }

    /** A message that was pushed back comes when there is room again, unless the provider says when. */
    private Outcome paced(Outcome outcome) {
        return switch (outcome) {
            case Deferred(String reason, Duration wish, boolean pushback, ProviderReply reply) when pushback ->
                new Deferred(reason, wish.isPositive() ? wish : comeBack(), true, reply);
            case Unavailable(String reason, Duration wish, boolean pushback, ProviderReply reply) when pushback ->
                new Unavailable(reason, wish.isPositive() ? wish : comeBack(), true, reply);
            case Outcome any -> any;
        };
    }

    private Passage heldBack(boolean hanging) {
        if (throttle.isLimited()) {
            return new Passage.HeldBack(route.setting() + ": the provider wants fewer or slower, so this one waits. It last"
                    + " said: " + pushback, pushback, hanging ? Duration.ZERO : comeBack());
        }
        return new Passage.HeldBack(route.setting() + (route.rate() == null || hanging
                ? ": all connections (" + route.setting() + ".max-connections) are busy."
                : ": the rate (" + route.setting() + ".rate) is used up."), hanging ? Duration.ZERO : comeBack());
    }

    private Duration comeBack() {
        return Duration.ofNanos(throttle.comeBack(System.nanoTime()));
    }

    private void pushedBack(String reason, ProviderReply reply) {
        pushback = reason;
        if (!throttle.isLimited()) {
            LOG.info("{} sends less for a while, since its provider pushes back: {} {}", route.setting(), reason,
                    reply.text());
        }
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
