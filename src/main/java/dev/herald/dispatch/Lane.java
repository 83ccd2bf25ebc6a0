package dev.herald.dispatch;

import dev.herald.message.Delivery.Sent;
import dev.herald.message.Outcome.Unavailable;
import dev.herald.message.Progress;
import dev.herald.message.Route;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to one provider: as many messages at once as it has connections, no more than its rate, and none while it is
 * down. Whoever would have to wait long is turned away at once, so that a hanging provider holds nobody else's threads.
 */
final class Lane {
    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);
    /** Closed until five attempts in a row did not reach the provider; then one tries again after 1 s, 2 s, ... 30 s. */
    static final CircuitBreakerConfig BREAKER = CircuitBreakerConfig.custom().slidingWindowSize(5)
            .minimumNumberOfCalls(5).failureRateThreshold(100).permittedNumberOfCallsInHalfOpenState(1)
            .recordResult(Unavailable.class::isInstance).waitIntervalFunctionInOpenState(IntervalFunction
                    .ofExponentialRandomBackoff(Duration.ofSeconds(1), 2, 0.5, Duration.ofSeconds(30)))
            .build();
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private final Route route;
    private final Semaphore connections;
    private final RateLimit rate;
    private final CircuitBreaker breaker;
    private volatile long lastMovement = System.nanoTime();
    private volatile String problem = "";

    Lane(Route route, CircuitBreaker breaker) {
        this.route = route;
        this.connections = new Semaphore(route.maxConnections(), true);
        this.rate = RateLimit.of(route.rate());
        this.breaker = breaker;
        breaker.getEventPublisher().onStateTransition(change -> log(change.getStateTransition()));
    }

    /**
     * Sends, or says why it is not the time for it.
     *
     * @param before what earlier attempts achieved
     */
    Sent pass(Progress before, Supplier<Sent> send) {
        if (!breaker.tryAcquirePermission()) {
            return heldBack(
                    "Several attempts in a row did not reach the provider, so this one waits. The last: " + problem,
                    Duration.ZERO, before);
        }
        boolean asked = false;
        try {
            if (!connect()) {
                return heldBack(route.setting() + ": all " + route.maxConnections()
                        + " connections (max-connections) are busy.", Duration.ZERO, before);
            }
            lastMovement = System.nanoTime();
            try {
                long wait = rate.reserve(System.nanoTime(), LONGEST_WAIT.toNanos());
                if (wait > LONGEST_WAIT.toNanos()) {
                    return heldBack(route.setting() + ": the rate (" + route.setting() + ".rate) is used up.",
                            Duration.ofNanos(wait), before);
                }
                pause(wait);
                asked = true;
                Sent sent = send.get();
                if (sent.outcome() instanceof Unavailable unreached) {
                    problem = unreached.reason();
                }
                breaker.onResult(0, TimeUnit.NANOSECONDS, sent.outcome());
                return sent;
            } finally {
                connections.release();
                lastMovement = System.nanoTime();
            }
        } finally {
            if (!asked) {
                breaker.releasePermission();
            }
        }
    }

    private static Sent heldBack(String reason, Duration retryIn, Progress before) {
        return new Sent(new Unavailable(reason, retryIn), before);
    }

    private void log(CircuitBreaker.StateTransition change) {
        if (change == CircuitBreaker.StateTransition.CLOSED_TO_OPEN) {
            LOG.warn("{} does not reach its provider, attempts wait: {}", route.setting(), problem);
        } else if (change == CircuitBreaker.StateTransition.HALF_OPEN_TO_CLOSED) {
            LOG.info("{} reaches its provider again", route.setting());
        }
    }

    private boolean connect() {
        try {
            boolean hanging = System.nanoTime() - lastMovement > 2 * LONGEST_WAIT.toNanos();
            return hanging
                    ? connections.tryAcquire()
                    : connections.tryAcquire(LONGEST_WAIT.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void pause(long nanos) {
        for (long until = System.nanoTime() + nanos; nanos > 0; nanos = until - System.nanoTime()) {
            LockSupport.parkNanos(nanos);
        }
    }
}
