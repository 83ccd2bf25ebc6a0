package dev.herald.sandbox.engine;

import io.camunda.zeebe.process.test.api.RecordStreamSource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Follows the records of the in-memory engine, which has no API to query instances. */
public final class InstanceWatch implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofMillis(20);

    private final RecordStreamSource source;
    private final InstanceLog log = new InstanceLog();
    private final ScheduledExecutorService executor = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("sandbox-watch").factory());
    private final Future<?> reading;
    private int seen;

    public InstanceWatch(RecordStreamSource source) {
        this.source = source;
        reading = executor.scheduleWithFixedDelay(this::read, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    private synchronized void read() {
        for (String record : EngineRecords.from(source, seen)) {
            log.apply(record);
            seen++;
        }
        notifyAll();
    }

    /** Grows with every change of an instance. */
    public synchronized long version() {
        return log.version();
    }

    public synchronized List<Instance> newestFirst() {
        return log.newestFirst();
    }

    public synchronized Optional<Instance> find(long key) {
        return log.find(key);
    }

    /** The instance once it is settled, or as it is when {@code patience} is over. */
    public synchronized Instance awaitSettled(long key, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            if (reading.isDone()) {
                throw new IllegalStateException("the engine's records can't be read", reading.exceptionNow());
            }
            Optional<Instance> instance = log.find(key);
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (instance.isPresent() && (instance.get().isSettled() || left <= 0)) {
                return instance.get();
            }
            if (left <= 0) {
                throw new IllegalStateException("the engine never started instance " + key);
            }
            wait(left);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
