package dev.herald.zeebe;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * The jobs at work. On shutdown it waits, after the workers have been closed and before the client is, until each has
 * been answered.
 */
final class InFlight implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(InFlight.class);

    private final Duration longest;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition idle = lock.newCondition();
    private int jobs;
    private boolean open = true;

    /** @param longest how long a job may take at most */
    InFlight(Duration longest) {
        this.longest = longest;
    }

    /**
     * Counts a job from now on until its answer has been run, whatever comes of it.
     *
     * @param answer is told whether work may still be begun; no longer once the shutdown has
     */
    Runnable answering(Consumer<Boolean> answer) {
        lock.lock();
        try {
            jobs++;
        } finally {
            lock.unlock();
        }
        return () -> {
            try {
                answer.accept(isRunning());
            } finally {
                finished();
            }
        };
    }

    private void finished() {
        lock.lock();
        try {
            if (--jobs == 0) {
                idle.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void start() {
        lock.lock();
        try {
            open = true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void stop() {
        lock.lock();
        try {
            open = false;
            LOG.info("Shutting down, {} jobs are at work", jobs);
            long left = longest.toNanos();
            while (jobs > 0 && left > 0) {
                left = idle.awaitNanos(left);
            }
            if (jobs > 0) {
                LOG.warn("{} jobs were still at work after {}; the ledger knows about them", jobs, longest);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isRunning() {
        lock.lock();
        try {
            return open;
        } finally {
            lock.unlock();
        }
    }

    /** Below the workers, which stop first, and above everything that a job at work needs. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE - 1;
    }
}
