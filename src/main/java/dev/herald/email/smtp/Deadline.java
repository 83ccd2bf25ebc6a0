package dev.herald.email.smtp;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes the socket in use when an attempt takes too long. Nothing else holds against a server that drips single bytes or
 * stops reading.
 */
public final class Deadline implements AutoCloseable {
    private final long end;
    private final ScheduledFuture<?> alarm;
    private @Nullable Socket guarded;
    private boolean expired;

    public Deadline(Duration duration, ScheduledExecutorService alarms) {
        end = System.nanoTime() + duration.toNanos();
        alarm = alarms.schedule(this::expire, duration.toNanos(), TimeUnit.NANOSECONDS);
    }

    public Duration left() {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }

    public synchronized boolean isExpired() {
        return expired;
    }

    /** From now on {@code socket} is what gets closed. */
    synchronized void guard(Socket socket) {
        guarded = socket;
        if (expired) {
            closeGuarded();
        }
    }

    private synchronized void expire() {
        expired = true;
        closeGuarded();
    }

    private void closeGuarded() {
        if (guarded != null) {
            try {
                guarded.close();
            } catch (IOException e) {
                // it is gone
            }
        }
    }

    /** The socket is no longer in use and may live on. */
    public synchronized void release() {
        guarded = null;
    }

    /** The attempt is over. */
    @Override
    public void close() {
        alarm.cancel(false);
        release();
    }
}
