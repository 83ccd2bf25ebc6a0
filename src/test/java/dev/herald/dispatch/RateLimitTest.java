package dev.herald.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.message.Rate;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RateLimitTest {
    private static final long MILLI = 1_000_000;
    private final RateLimit tenASecond = RateLimit.of(new Rate(10, Duration.ofSeconds(1)));

    @Test
    void letsTheFirstGoAtOnceAndSpacesTheRest() {
        assertThat(IntStream.range(0, 5).mapToLong(i -> tenASecond.reserve(0, 1000 * MILLI)))
                .containsExactly(0L, 100 * MILLI, 200 * MILLI, 300 * MILLI, 400 * MILLI);
    }

    @Test
    void neverSavesUpSlotsForAStampede() {
        tenASecond.reserve(0, 0);

        assertThat(tenASecond.reserve(60_000 * MILLI, 1000 * MILLI)).isZero();
        assertThat(tenASecond.reserve(60_000 * MILLI, 1000 * MILLI)).isEqualTo(100 * MILLI);
    }

    @Test
    void spreadsThoseItTurnsAwayOverTheSlotsToCome() {
        tenASecond.reserve(0, 0);

        assertThat(tenASecond.reserve(0, 0)).isEqualTo(100 * MILLI);
        assertThat(tenASecond.reserve(0, 0)).isEqualTo(200 * MILLI);
        assertThat(tenASecond.reserve(0, 0)).isEqualTo(300 * MILLI);
    }

    @Test
    void limitsNothingWithoutARate() {
        RateLimit none = RateLimit.of(null);

        assertThat(IntStream.range(0, 1000).mapToLong(i -> none.reserve(0, 0)).sum()).isZero();
    }
}
