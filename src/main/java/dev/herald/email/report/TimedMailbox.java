package dev.herald.email.report;

import jakarta.mail.MessagingException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A mailbox whose server has so long for each step, closing included, and no longer. */
final class TimedMailbox implements AutoCloseable {
    private final Mailbox mailbox;
    private final Duration longest;
    private final ScheduledExecutorService alarms;

    TimedMailbox(ImapServer server, Duration longest, ScheduledExecutorService alarms) throws MessagingException {
        this.mailbox = new Mailbox(server);
        this.longest = longest;
        this.alarms = alarms;
    }

    void open() throws MessagingException, IOException {
        run(mailbox::open);
    }

    /** @see Mailbox#validity */
    long validity() throws MessagingException {
        return mailbox.validity();
    }

    /** @see Mailbox#after */
    List<Long> after(long uid) throws MessagingException, IOException {
        return step(() -> mailbox.after(uid));
    }

    /** @see Mailbox#beginning */
    byte[] beginning(long uid, int most) throws MessagingException, IOException {
        return step(() -> mailbox.beginning(uid, most));
    }

    /** @see Mailbox#done */
    void done(long uid) throws MessagingException, IOException {
        run(() -> mailbox.done(uid));
    }

    /** @see Mailbox#isTold */
    boolean isTold() {
        return mailbox.isTold();
    }

    /** @see Mailbox#await */
    void await() throws MessagingException, IOException {
        run(mailbox::await);
    }

    /** @see Mailbox#wake */
    void wake() {
        mailbox.wake();
    }

    @Override
    public void close() throws MessagingException, IOException {
        run(mailbox::close);
    }

    @FunctionalInterface
    private interface Step<T> {
        T take() throws MessagingException, IOException;
    }

    @FunctionalInterface
    private interface Action {
        void run() throws MessagingException, IOException;
    }

    private void run(Action action) throws MessagingException, IOException {
        step(() -> {
            action.run();
            return true;
        });
    }

    private <T> T step(Step<T> step) throws MessagingException, IOException {
        mailbox.nextStep();
        Future<?> abort = alarms.schedule(mailbox::abort, longest.toNanos(), TimeUnit.NANOSECONDS);
        try {
            return step.take();
        } finally {
            abort.cancel(false);
        }
    }
}
