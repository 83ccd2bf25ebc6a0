package dev.herald.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.dispatch.Simulation.Result;
import dev.herald.dispatch.Throttle.Answer;
import dev.herald.dispatch.Throttle.Start;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ThrottleTest {
    private static final long MILLISECOND = Duration.ofMillis(1).toNanos();
    private static final long SECOND = 1000 * MILLISECOND;
    private static final double NO_LIMIT = Double.POSITIVE_INFINITY;
    private static final long REFUSED = -2 * MILLISECOND;
    private long now = SECOND;

    /** Providers that push back: the ideal time in seconds, how many times as long it may take, refused attempts a message. */
    static Stream<Arguments> providers() {
        return Stream.of(
                Arguments.of("none of more than 3 connections", 8, 300, ofMoreThan(3, 100), 10, 1.3, 0.1),
                Arguments.of("none of more than 1 connection", 8, 100, ofMoreThan(1, 100), 10, 1.3, 0.2),
                Arguments.of("none of more than 20 connections", 64, 2000, ofMoreThan(20, 100), 10, 1.6, 0.1),
                Arguments.of("not the 6th at once", 64, 300, beyond(5, 100), 6, 1.6, 0.4),
                Arguments.of("not the 2nd at once", 64, 100, beyond(1, 100), 10, 1.3, 1),
                Arguments.of("20 in any second", 8, 600, inASecond(20, 1, 5), 30, 1.25, 0.1),
                Arguments.of("20 in any second, far away", 8, 600, inASecond(20, 1, 100), 30, 1.25, 0.1),
                Arguments.of("200 in any second", 8, 6000, inASecond(200, 1, 5), 30, 1.25, 0.1),
                Arguments.of("1 in any second", 8, 60, inASecond(1, 1, 10), 60, 1.8, 0.5),
                Arguments.of("30 in any minute", 8, 120, inASecond(30, 60, 10), 180, 1.6, 0.5),
                Arguments.of("20 in a second, evenly", 8, 600, evenly(20, 5), 30, 1.4, 0.1),
                Arguments.of("none for a minute", 8, 10,
                        (Simulation.Provider) (at, connections) -> at < 60 * SECOND ? REFUSED : 100 * MILLISECOND, 60,
                        1.6, 3),
                Arguments.of("as many as there are", 8, 3000,
                        (Simulation.Provider) (at, connections) -> 100 * MILLISECOND, 37.5,
                        1.05,
                        0));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("providers")
    void learnsWhatAProviderTakes(String unused, int most, int messages, Simulation.Provider provider, double ideal,
            double times,
            double refused) {
        Result result = new Simulation(most, NO_LIMIT, 64, provider).run(messages);

        assertThat(result.sent()).isEqualTo(messages);
        assertThat(result.took().toMillis() / 1000.0).isLessThan(ideal * times);
        assertThat(result.refused()).isLessThanOrEqualTo((int) (messages * refused));
        assertThat(result.heldBack()).isLessThan(12 * messages);
    }

    @Test
    void holdsTheRateOfTheSettings() {
        Result result = new Simulation(8, 50, 64, inASecond(51, 1, 1)).run(500);

        assertThat(result.refused()).isZero();
        assertThat(result.took()).isBetween(Duration.ofSeconds(9), Duration.ofSeconds(11));
    }

    @Test
    void letsOneTryAfterAPauseThatGrows() {
        Throttle throttle = throttle(8);
        end(throttle, begin(throttle), Answer.PUSHBACK);
        for (long pause = 100; pause <= 25_600; pause *= 2) {
            assertThat(throttle.slot(now, now) - now).isEqualTo(pause * MILLISECOND);
            assertThat(throttle.begin(now, false)).isNull();
            now += pause * MILLISECOND;
            Start start = begin(throttle);
            assertThat(throttle.begin(now, false)).as("another one").isNull();
            end(throttle, start, Answer.PUSHBACK);
        }
        assertThat(throttle.isShut()).isTrue();
        assertThat(throttle.slot(now, now) - now).isEqualTo(30 * SECOND);

        now += 30 * SECOND;
        end(throttle, begin(throttle), Answer.WELL);
        assertThat(throttle.isShut()).isFalse();
        assertThat(begin(throttle)).isNotNull();
        assertThat(throttle.begin(now, false)).isNotNull();
    }

    @Test
    void takesOffAsManyAsWerePushedBackTogether() {
        Throttle throttle = throttle(8);
        Start[] together = IntStream.range(0, 8).mapToObj(i -> begin(throttle)).toArray(Start[]::new);
        for (int i = 0; i < 5; i++) {
            end(throttle, together[i], Answer.PUSHBACK);
        }

        assertThat(throttle.atOnce()).isEqualTo(3);
        assertThat(throttle.perSecond()).isEqualTo(NO_LIMIT);
        assertThat(throttle.isLimited()).isTrue();
    }

    @Test
    void leavesNoIdleConnectionsWhereTheyTakeThePlaceOfOthers() {
        Throttle throttle = throttle(8);
        assertThat(begin(throttle).spare()).isEqualTo(7);
        assertThat(begin(throttle).spare()).isEqualTo(6);
        Start third = begin(throttle);
        end(throttle, third, Answer.PUSHBACK);
        now += SECOND;

        assertThat(begin(throttle).spare()).isZero();
    }

    @Test
    void waitsAsLongAsTheProviderAsksWhereOneAloneIsPushedBack() {
        Throttle throttle = throttle(8);
        throttle.end(begin(throttle), Answer.PUSHBACK, 20 * SECOND, now);

        assertThat(throttle.slot(now, now) - now).isEqualTo(20 * SECOND);
    }

    @Test
    void learnsNothingFromAnAnswerThatSaysNothing() {
        Throttle throttle = throttle(8);
        IntStream.range(0, 20).forEach(i -> end(throttle, begin(throttle), Answer.NEUTRAL));

        assertThat(throttle.isLimited()).isFalse();
    }

    @Test
    void spreadsThoseWhoComeBack() {
        Throttle throttle = new Throttle(8, 10, () -> 0.5);
        long[] back = IntStream.range(0, 200).mapToLong(i -> throttle.comeBack(now)).toArray();

        assertThat(back[0]).isEqualTo(SECOND / 2);
        assertThat(back[199]).as("at twice the rate").isEqualTo(10 * SECOND);
        assertThat(back).isSorted();
        now += 10 * SECOND;
        assertThat(throttle.comeBack(now)).as("all of them are back").isEqualTo(SECOND / 2);
    }

    private static Throttle throttle(int most) {
        return new Throttle(most, NO_LIMIT, () -> 0.5);
    }

    private Start begin(Throttle throttle) {
        throttle.slot(now, now);
        return Objects.requireNonNull(throttle.begin(now, false));
    }

    private void end(Throttle throttle, Start start, Answer answer) {
        throttle.end(start, answer, 0, now);
    }

    private static Simulation.Provider ofMoreThan(int limit, long milliseconds) {
        return (at, connections) -> connections > limit ? REFUSED : milliseconds * MILLISECOND;
    }

    private static Simulation.Provider beyond(int limit, long milliseconds) {
        Deque<Long> ends = new ArrayDeque<>();
        return (at, connections) -> {
            ends.removeIf(end -> end <= at);
            if (ends.size() >= limit) {
                return REFUSED;
            }
            ends.add(at + milliseconds * MILLISECOND);
            return milliseconds * MILLISECOND;
        };
    }

    private static Simulation.Provider inASecond(int limit, long seconds, long milliseconds) {
        Deque<Long> taken = new ArrayDeque<>();
        return (at, connections) -> {
            taken.removeIf(then -> then <= at - seconds * SECOND);
            if (taken.size() >= limit) {
                return -milliseconds * MILLISECOND;
            }
            taken.add(at);
            return milliseconds * MILLISECOND;
        };
    }

    private static Simulation.Provider evenly(int inASecond, long milliseconds) {
        long[] next = {0};
        return (at, connections) -> {
            if (at < next[0]) {
                return -milliseconds * MILLISECOND;
            }
            next[0] = Math.max(at - SECOND / inASecond, next[0]) + SECOND / inASecond;
            return milliseconds * MILLISECOND;
        };
    }
}
