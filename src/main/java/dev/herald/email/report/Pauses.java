package dev.herald.email.report;

import jakarta.mail.MessagingException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Where a reader waits, for time to pass or for mail to come, unless it is to stop. */
final class Pauses {
    private static final long AGAIN_MILLIS = 100;

    private final ScheduledExecutorService alarms;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition stopped = lock.newCondition();
    private boolean running = true;
    private @Nullable TimedMailbox waiting;

    Pauses(ScheduledExecutorService alarms) {
        this.alarms = alarms;
    }

    boolean isRunning() {
        lock.lock();
        try {
            return running;
        } finally {
            lock.unlock();
        }
    }

    /** Ends every pause, this one and those to come; does not wait for it. */
    void stop() {
        lock.lock();
        try {
            running = false;
            stopped.signalAll();
            alarms.execute(this::wakeUp);
        } finally {
            lock.unlock();
        }
    }

    /** Again, where the waiting began just then. */
    private void wakeUp() {
        TimedMailbox mailbox = waiting();
        if (mailbox != null) {
            mailbox.wake();
            Future<?> unused = alarms.schedule(this::wakeUp, AGAIN_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    void pause(Duration time) {
        lock.lock();
        try {
            long left = time.toNanos();
            while (running && left > 0) {
                left = stopped.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            running = false;
        } finally {
            lock.unlock();
        }
    }

    /** Until something has come, if the server tells, and no longer than {@code longest}. */
    void await(TimedMailbox mailbox, Duration longest) throws MessagingException, IOException {
        if (!mailbox.isTold()) {
            pause(longest);
            return;
        }
        Future<?> wake = alarms.schedule(mailbox::wake, longest.toNanos(), TimeUnit.NANOSECONDS);
        setWaiting(mailbox);
        try {
            if (isRunning()) {
                mailbox.await();
            }
        } finally {
            wake.cancel(false);
            setWaiting(null);
        }
    }

    private @Nullable TimedMailbox waiting() {
        lock.lock();
        try {
            return waiting;
        } finally {
            lock.unlock();
        }
    }

    private void setWaiting(@Nullable TimedMailbox mailbox) {
        lock.lock();
        try {
            waiting = mailbox;
        } finally {
            lock.unlock();
        }
    }
}
