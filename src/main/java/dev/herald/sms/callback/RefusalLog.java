package dev.herald.sms.callback;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line a minute on reports that don't count: anybody can post some, and nothing of them is repeated. */
final class RefusalLog {
    private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);
    private static final long PAUSE = Duration.ofMinutes(1).toNanos();

    private final LongSupplier nanoTime;
    private long next;
    private int untold;

    /** @param nanoTime as {@link System#nanoTime} */
    RefusalLog(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.next = nanoTime.getAsLong();
    }

    /** @param reason in Herald's own words */
    synchronized void note(String reason) {
        long now = nanoTime.getAsLong();
        if (now - next < 0) {
            untold++;
            return;
        }
        String before = untold == 0 ? "" : " (and " + untold + " more before)";
        LOG.warn("A report at " + CallbackSettings.PATH + " was refused{}: {}.", before, reason);
        next = now + PAUSE;
        untold = 0;
    }
}
