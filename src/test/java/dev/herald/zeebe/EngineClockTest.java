package dev.herald.zeebe;

import static org.assertj.core.api.Assertions.assertThat;

import io.camunda.client.api.response.ActivatedJob;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EngineClockTest {
    private static final Duration LEASE = Duration.ofMinutes(5);
    /** A steady clock counts from anywhere. */
    private static final long STARTED_BEFORE = Duration.ofHours(5).toNanos();

    private Instant engine = Instant.EPOCH.plus(Duration.ofDays(1));
    private Duration ahead = Duration.ZERO;
    private final EngineClock clock = new EngineClock(() -> engine.plus(ahead),
            () -> Duration.between(Instant.EPOCH, engine).toNanos() - STARTED_BEFORE, type -> LEASE);

    @Test
    void aJobIsOverWithItsLeaseWhereTheClocksAgree() {
        ActivatedJob job = come();

        assertThat(clock.isOver(job)).isFalse();
        engine = engine.plus(LEASE);
        assertThat(clock.isOver(job)).isTrue();
    }

    @Test
    void aClockThatIsAheadByMoreThanALeaseTakesNoJobForOver() {
        ahead = Duration.ofMinutes(7);
        ActivatedJob job = come();

        assertThat(clock.isOver(job)).isFalse();
        assertThat(clock.ahead()).isEqualTo(ahead);
        engine = engine.plus(LEASE);
        assertThat(clock.isOver(job)).isTrue();
    }

    @Test
    void aClockThatIsBehindKeepsNoJobBeyondItsLease() {
        ahead = Duration.ofMinutes(-7);
        ActivatedJob job = come();

        engine = engine.plus(LEASE);

        assertThat(clock.isOver(job)).isTrue();
        assertThat(clock.ahead()).isEqualTo(ahead);
    }

    @Test
    void aJobThatWaitedSaysNothingOfTheClock() {
        come();
        ActivatedJob waited = job();
        engine = engine.plus(Duration.ofMinutes(4));
        clock.received(waited);

        assertThat(clock.ahead()).isZero();
        engine = engine.plus(Duration.ofMinutes(1));
        assertThat(clock.isOver(waited)).isTrue();
    }

    @Test
    void aClockThatIsSetRightIsNoticed() {
        ahead = Duration.ofMinutes(-7);
        come();
        ahead = Duration.ZERO;
        come();

        assertThat(clock.ahead()).isZero();
    }

    @Test
    void aClockThatIsSetWhileJobsAreAtWorkEndsNoLease() {
        ActivatedJob before = come();
        ahead = Duration.ofHours(1);
        ActivatedJob after = come();

        assertThat(clock.isOver(before)).isFalse();
        assertThat(clock.isOver(after)).isFalse();
        assertThat(clock.ahead()).isEqualTo(ahead);
        engine = engine.plus(LEASE);
        assertThat(clock.isOver(before)).isTrue();
        assertThat(clock.isOver(after)).isTrue();
    }

    @Test
    void anEngineWhoseClockIsSetIsFollowed() {
        come();
        for (int minute = 0; minute < 3; minute++) {
            engine = engine.plus(Duration.ofSeconds(61));
            clock.received(FakeZeebe.job(Map::of, engine.minus(Duration.ofMinutes(7)).plus(LEASE).toEpochMilli()));
        }

        assertThat(clock.instant()).isEqualTo(engine.minus(Duration.ofMinutes(7)));
    }

    @Test
    void itIsTheEnginesTimeWhateverTheMachineSays() {
        ahead = Duration.ofDays(40);
        assertThat(clock.instant()).isEqualTo(engine.plus(ahead));

        come();
        engine = engine.plus(Duration.ofSeconds(20));
        ahead = Duration.ofDays(-40);

        assertThat(clock.instant()).isEqualTo(engine);
    }

    private ActivatedJob come() {
        ActivatedJob job = job();
        clock.received(job);
        return job;
    }

    private ActivatedJob job() {
        return FakeZeebe.job(Map::of, engine.plus(LEASE).toEpochMilli());
    }
}
