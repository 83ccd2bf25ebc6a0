package dev.herald.crash;

import java.util.concurrent.atomic.AtomicLong;

/** Does something after so many events, on the thread of the last one. */
final class Trip {
    private final AtomicLong left = new AtomicLong(Long.MAX_VALUE);
    private volatile Runnable action = () -> {};

    void after(long events, Runnable what) {
        action = what;
        left.set(events);
    }

    void tick() {
        if (left.decrementAndGet() == 0) {
            action.run();
        }
    }
}
