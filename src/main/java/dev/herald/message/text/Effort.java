package dev.herald.message.text;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;

/**
 * The processor time that a text may take of the thread that begins with it: far below the lease of a job. What a text may
 * hold is bounded so that this is not reached; it is for what nobody thought of.
 */
public final class Effort {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int SECONDS = 5;

    private final String field;
    private final long end = now() + Duration.ofSeconds(SECONDS).toNanos();

    /** @param field the input that takes it */
    public Effort(String field) {
        this.field = field;
    }

    private static long now() {
        return Thread.currentThread().isVirtual() ? System.nanoTime() : THREADS.getCurrentThreadCpuTime();
    }

    /** @throws TooLargeException where it is spent */
    public void check() {
        if (now() - end > 0) {
            throw new TooLargeException(field, SECONDS, "seconds of work in it");
        }
    }
}
