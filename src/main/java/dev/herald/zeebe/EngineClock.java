package dev.herald.zeebe;

import io.camunda.client.api.response.ActivatedJob;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When the lease of a job ends by this machine's clock. A job says it by the engine's; how far the two are apart shows in the
 * jobs themselves, which come shortly after their lease began.
 */
final class EngineClock {
    private static final Logger LOG = LoggerFactory.getLogger(EngineClock.class);
    /** Less than this the way of a job may take. */
    private static final Duration NOTEWORTHY = Duration.ofSeconds(5);
    /** For so long what was seen counts, so that a clock that is set right is noticed. */
    private static final long WINDOW = Duration.ofMinutes(1).toMillis();

    private final InstantSource clock;
    private final Function<String, Duration> leases;
    /** By how many milliseconds this clock is ahead at most: the least that was seen in this window and in the one before. */
    private long ahead = Long.MAX_VALUE;
    private long aheadBefore = Long.MAX_VALUE;
    private long windowBegan = Long.MIN_VALUE;
    private Duration told = Duration.ZERO;

    /** @param leases by job type */
    EngineClock(InstantSource clock, Function<String, Duration> leases) {
        this.clock = clock;
        this.leases = leases;
    }

    /** Notes that a job has just come. */
    synchronized void received(ActivatedJob job) {
        long now = clock.millis();
        if (windowBegan == Long.MIN_VALUE || Math.abs(now - windowBegan) > WINDOW) {
            aheadBefore = ahead;
            ahead = Long.MAX_VALUE;
            windowBegan = now;
        }
        long leaseBegan = job.getDeadline() - leases.apply(job.getType()).toMillis();
        ahead = Math.min(ahead, now - leaseBegan);
        tell(ahead());
    }

    /** By how much this machine's clock is ahead of the engine's; negative where it is behind. */
    synchronized Duration ahead() {
        long least = Math.min(ahead, aheadBefore);
        return least == Long.MAX_VALUE ? Duration.ZERO : Duration.ofMillis(least);
    }

    /** Whether the engine may have offered the job to others by now. */
    boolean isOver(ActivatedJob job) {
        return clock.millis() - ahead().toMillis() >= job.getDeadline();
    }

    private static boolean isNoteworthy(Duration ahead) {
        return ahead.abs().compareTo(NOTEWORTHY) > 0;
    }

    private void tell(Duration ahead) {
        if (told.minus(ahead).abs().compareTo(NOTEWORTHY) > 0) {
            told = ahead;
            if (isNoteworthy(ahead)) {
                LOG.warn("This machine's clock and the engine's are {} s apart, this one {}", ahead.abs().toSeconds(),
                        ahead.isPositive() ? "ahead" : "behind");
            } else {
                LOG.info("This machine's clock and the engine's agree again");
            }
        }
    }
}
