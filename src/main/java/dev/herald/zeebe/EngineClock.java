package dev.herald.zeebe;

import io.camunda.client.api.response.ActivatedJob;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine's time, which all replicas share. A job says when its lease ends by the engine's clock, and comes shortly after
 * that lease began; in between a clock counts that nobody can set. Until the first job has come, this machine's time.
 */
final class EngineClock implements InstantSource {
    private static final Logger LOG = LoggerFactory.getLogger(EngineClock.class);
    /** Less than this the way of a job may take. */
    private static final Duration NOTEWORTHY = Duration.ofSeconds(5);
    /** For so long what was seen counts, so that a clock of the engine that is set back is noticed. */
    private static final long WINDOW = Duration.ofMinutes(1).toMillis();

    private final InstantSource machine;
    private final LongSupplier nanoTime;
    private final Function<String, Duration> leases;
    private boolean known;
    /** What the steady clock shows at the engine's zero, in milliseconds: the least that was seen in this window and in the one before. */
    private long zero;
    private long zeroBefore = Long.MAX_VALUE;
    private long windowBegan;
    private Duration told = Duration.ZERO;

    /**
     * @param machine this machine's clock, which somebody may set
     * @param nanoTime as {@link System#nanoTime}
     * @param leases by job type
     */
    EngineClock(InstantSource machine, LongSupplier nanoTime, Function<String, Duration> leases) {
        this.machine = machine;
        this.nanoTime = nanoTime;
        this.leases = leases;
    }

    /** Notes that a job has just come. */
    synchronized void received(ActivatedJob job) {
        long now = steadyMillis();
        long seen = now - (job.getDeadline() - leases.apply(job.getType()).toMillis());
        if (!known || now - windowBegan > WINDOW) {
            zeroBefore = known ? zero : Long.MAX_VALUE;
            zero = seen;
            windowBegan = now;
            known = true;
        }
        zero = Math.min(zero, seen);
        tell(ahead());
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }

    @Override
    public synchronized long millis() {
        return known ? steadyMillis() - Math.min(zero, zeroBefore) : machine.millis();
    }

    /** By how much this machine's clock is ahead of the engine's; negative where it is behind. */
    Duration ahead() {
        return Duration.ofMillis(machine.millis() - millis());
    }

    /** Whether the engine may have offered the job to others by now. */
    boolean isOver(ActivatedJob job) {
        return millis() >= job.getDeadline();
    }

    private long steadyMillis() {
        return Duration.ofNanos(nanoTime.getAsLong()).toMillis();
    }

    private static boolean isNoteworthy(Duration ahead) {
        return ahead.abs().compareTo(NOTEWORTHY) > 0;
    }

    private void tell(Duration ahead) {
        if (told.minus(ahead).abs().compareTo(NOTEWORTHY) > 0) {
            told = ahead;
            if (isNoteworthy(ahead)) {
                LOG.warn("This machine's clock and the engine's are {} s apart, this one {}",
                        ahead.abs().plusMillis(500).toSeconds(),
                        ahead.isPositive() ? "ahead" : "behind");
            } else {
                LOG.info("This machine's clock and the engine's agree again");
            }
        }
    }
}
