package dev.herald.store;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what has to be done every now and then, one thing after the other. */
public final class Schedule implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Schedule.class);

    private final ScheduledExecutorService thread = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("ledger-upkeep").daemon().factory());

    /** Runs the task again and again, first after one period; a failure does not end that. */
    public void every(Duration period, Runnable task) {
        var unused = thread.scheduleWithFixedDelay(() -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.debug("The ledger's upkeep waits for its database", e);
            } catch (Error e) { // would be the last time, and nobody would hear of it
                LOG.error("The ledger's upkeep failed, and is tried again: {}", e.getClass().getName());
            }
        }, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}
