package dev.herald.dispatch;

import dev.herald.message.Rate;
import org.jspecify.annotations.Nullable;

/**
 * Evenly spaced slots for a rate. Who is turned away is told when the first slot after those of all others that wait comes
 * up, so that a backlog drains at the rate and not as a stampede.
 */
final class RateLimit {
    private final long spacing;
    private long nextSlot = Long.MIN_VALUE;
    /** When the next one that is turned away may come back. */
    private long nextReturn = Long.MIN_VALUE;

    private RateLimit(long spacing) {
        this.spacing = spacing;
    }

    static RateLimit of(@Nullable Rate rate) {
        return new RateLimit(rate == null ? 0 : rate.per().toNanos() / rate.count());
    }

    /**
     * Takes the next slot if it is at most {@code longestWait} away.
     *
     * @return nanoseconds until the slot; more than {@code longestWait} where none was taken
     */
    synchronized long reserve(long now, long longestWait) {
        if (spacing == 0) {
            return 0;
        }
        long slot = nextSlot == Long.MIN_VALUE ? now : Math.max(now, nextSlot);
        if (slot - now <= longestWait) {
            nextSlot = slot + spacing;
            return slot - now;
        }
        long back = nextReturn == Long.MIN_VALUE ? slot : Math.max(slot, nextReturn);
        nextReturn = back + spacing;
        return back - now;
    }
}
