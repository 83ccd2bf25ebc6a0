package dev.herald.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** A wall clock that can be set, and beside it the time that really passes. */
public final class TestClock implements InstantSource {
    private volatile Instant now = Instant.parse("2026-11-22T10:00:00Z");
    private final AtomicLong nanos = new AtomicLong(5);

    @Override
    public Instant instant() {
        return now;
    }

    /** As {@link System#nanoTime}. */
    public long nanoTime() {
        return nanos.get();
    }

    /** Time passes. */
    public void pass(Duration time) {
        set(time);
        nanos.addAndGet(time.toNanos());
    }

    /** Someone sets the clock; no time passes. */
    public void set(Duration jump) {
        now = now.plus(jump);
    }
}
