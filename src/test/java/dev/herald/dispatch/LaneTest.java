package dev.herald.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.message.Delivery.Sent;
import dev.herald.message.OnUnconfirmed;
import dev.herald.message.Outcome;
import dev.herald.message.Outcome.Deferred;
import dev.herald.message.Outcome.Unavailable;
import dev.herald.message.ProviderReply;
import dev.herald.message.Route;
import dev.herald.message.setting.Rate;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LaneTest {
    private static final Outcome DOWN = new Unavailable("connection refused", Duration.ZERO);
    private final AtomicInteger attempts = new AtomicInteger();

    @Test
    void asksNoMoreAfterSeveralUnreachedAttemptsInARow() {
        Lane lane = lane(8, null);
        for (int i = 0; i < 20; i++) {
            pass(lane, () -> answer(DOWN));
        }

        assertThat(attempts).hasValue(5);
        assertThat(pass(lane, () -> answer(FakeDelivery.ACCEPTED))).isInstanceOfSatisfying(Unavailable.class,
                waiting -> {
                    assertThat(waiting.reason()).as("why the others failed").endsWith("connection refused");
                    assertThat(waiting.pushback()).isFalse();
                });
    }

    @Test
    void takesAnAnswerOfWhateverKindForReachable() {
        Lane lane = lane(8, null);
        for (int i = 0; i < 20; i++) {
            pass(lane, () -> answer(new Deferred("451", Duration.ZERO)));
        }

        assertThat(attempts).hasValue(20);
    }

    @Test
    void hasAsManyAtWorkAsThereAreConnectionsAndTurnsAwayWhoWouldWaitLong() {
        Lane lane = lane(3, null);
        CountDownLatch hanging = new CountDownLatch(1);
        CountDownLatch connected = new CountDownLatch(3);
        Supplier<Outcome> hang = () -> {
            connected.countDown();
            await(hanging);
            return FakeDelivery.ACCEPTED;
        };
        List<CompletableFuture<Outcome>> first = Stream
                .generate(() -> CompletableFuture.supplyAsync(() -> pass(lane, hang), Thread::startVirtualThread))
                .limit(3).toList();
        await(connected);

        assertThat(pass(lane, () -> answer(FakeDelivery.ACCEPTED))).isInstanceOf(Unavailable.class);
        assertThat(attempts).hasValue(0);
        hanging.countDown();
        assertThat(first).allSatisfy(sent -> assertThat(sent.join()).isEqualTo(FakeDelivery.ACCEPTED));
        assertThat(pass(lane, () -> answer(FakeDelivery.ACCEPTED))).isEqualTo(FakeDelivery.ACCEPTED);
    }

    @Test
    void holdsTheRateAndTellsTheOthersWhenToReturn() {
        Lane lane = lane(8, new Rate(2, Duration.ofHours(1)));

        assertThat(pass(lane, () -> answer(FakeDelivery.ACCEPTED))).isEqualTo(FakeDelivery.ACCEPTED);
        assertThat(pass(lane, () -> answer(FakeDelivery.ACCEPTED))).isInstanceOfSatisfying(Unavailable.class,
                turnedAway -> {
                    assertThat(turnedAway.retryIn()).isGreaterThan(Duration.ofMinutes(20));
                    assertThat(turnedAway.pushback()).isTrue();
                });
        assertThat(attempts).hasValue(1);
    }

    private static Outcome pass(Lane lane, Supplier<Outcome> send) {
        return switch (lane.pass(() -> false, () -> true, spare -> new Sent(send.get()))) {
            case Lane.Passage.Tried(Sent sent) -> sent.outcome();
            case Lane.Passage.HeldBack(String reason, String cause, Duration retryIn, boolean pushback) ->
                new Unavailable(reason, retryIn, pushback, ProviderReply.NONE);
        };
    }

    private Outcome answer(Outcome outcome) {
        attempts.incrementAndGet();
        return outcome;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Lane lane(int connections, @Nullable Rate rate) {
        return new Lane(
                new Route("herald.smtp.presets.default", connections, rate, Duration.ofSeconds(60),
                        OnUnconfirmed.INCIDENT),
                new Throttle(connections,
                        rate == null ? Double.POSITIVE_INFINITY : 1e9 * rate.count() / rate.per().toNanos(),
                        () -> 0.5),
                CircuitBreaker.of("test", CircuitBreakerConfig.from(Lane.BREAKER)
                        .waitIntervalFunctionInOpenState(IntervalFunction.of(Duration.ofHours(1))).build()));
    }
}
