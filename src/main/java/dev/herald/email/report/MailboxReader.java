package dev.herald.email.report;

import dev.herald.message.Turns;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the reports of one preset's mailbox as long as it is this replica's turn, and connects again by itself. A report is
 * handed on, then moved away; whatever else lies there stays as it is and is looked at once.
 */
public final class MailboxReader implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(MailboxReader.class);
    /** What tells a report from other mail stands in its header. */
    private static final int HEADER = 16 * 1024;
    /** What counts comes before the message that a report returns. */
    private static final int LONGEST = 512 * 1024;
    /** Within the time that {@link Turns} gives. */
    private static final Duration LOOK = Duration.ofSeconds(15);
    private static final Duration LONGEST_STEP = Duration.ofMinutes(2);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    private static final int MOST_FAILURES = 3;

    private final String setting;
    private final ImapServer server;
    private final Reports reports;
    private final Turns turns;
    private final ScheduledExecutorService alarms;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition stopped = lock.newCondition();
    private boolean running = true;
    private long validity;
    private long seen;
    private long failing;
    private int failures;
    private volatile State state = new State.Waiting();
    private volatile Instant lastRead = Instant.EPOCH;

    /** What health tells. */
    public sealed interface State {
        /** Another replica reads it, or nothing was tried yet. */
        record Waiting() implements State {}

        record Reading() implements State {}

        /** @param problem for an operator */
        record Unreachable(String problem) implements State {}
    }

    /** @param setting the property of the mailbox, which names it in texts and among the turns */
    public MailboxReader(String setting, ImapServer server, Reports reports, Turns turns, ScheduledExecutorService alarms,
            InstantSource clock) {
        this.setting = setting;
        this.server = server;
        this.reports = reports;
        this.turns = turns;
        this.alarms = alarms;
        this.clock = clock;
    }

    public State state() {
        return state;
    }

    public boolean isReachable() {
        return !(state instanceof State.Unreachable);
    }

    /** When all of the mailbox had last been read; 1970 where it never was. */
    public Instant lastRead() {
        return lastRead;
    }

    @Override
    public void run() {
        Duration pause = Duration.ofSeconds(1);
        while (isRunning()) {
            try {
                if (turns.isMine(setting)) {
                    readUntilTurnEnds();
                    pause = Duration.ofSeconds(1);
                }
                pause(LOOK);
            } catch (MessagingException | IOException | RuntimeException | StackOverflowError e) {
                note(e);
                pause(pause);
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
        }
        turns.end(setting);
    }

    /** Ends the reading; does not wait for it. */
    public void stop() {
        lock.lock();
        try {
            running = false;
            stopped.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void readUntilTurnEnds() throws MessagingException, IOException {
        try (Mailbox mailbox = Mailbox.open(server)) {
            if (!(state instanceof State.Reading)) {
                LOG.info("{}: the mailbox is read", setting);
            }
            state = new State.Reading();
            if (mailbox.validity() != validity) {
                validity = mailbox.validity();
                seen = 0;
            }
            while (isRunning() && turns.isMine(setting)) {
                if (look(mailbox)) {
                    lastRead = clock.instant();
                    await(mailbox);
                }
            }
            state = new State.Waiting();
        }
    }

    /** @return whether all was looked at */
    private boolean look(Mailbox mailbox) throws MessagingException, IOException {
        long until = System.nanoTime() + LOOK.toNanos();
        for (Message message : mailbox.after(seen)) {
            if (!isRunning() || System.nanoTime() - until > 0) {
                return false;
            }
            long uid = mailbox.uid(message);
            try {
                take(mailbox, message);
            } catch (MessagingException | IOException e) {
                failures = uid == failing ? failures + 1 : 1;
                failing = uid;
                if (failures < MOST_FAILURES) {
                    throw e;
                }
                LOG.warn("{}: a message can't be read or moved and stays where it is ({})", setting, cause(e));
            }
            seen = Math.max(seen, uid);
        }
        return true;
    }

    private void take(Mailbox mailbox, Message message) throws MessagingException, IOException {
        Future<?> alarm = alarms.schedule(mailbox::abort, LONGEST_STEP.toSeconds(), TimeUnit.SECONDS);
        try {
            byte[] beginning = Mailbox.beginning(message, HEADER);
            if (!reports.mayBeOne(beginning)) {
                return;
            }
            if (reports.take(beginning.length < HEADER ? beginning : Mailbox.beginning(message, LONGEST)) == Reports.Taken.YES) {
                mailbox.done(message);
            }
        } finally {
            alarm.cancel(false);
        }
    }

    private void await(Mailbox mailbox) throws MessagingException {
        if (!mailbox.isTold()) {
            pause(LOOK);
            mailbox.wake();
            return;
        }
        Future<?> wake = alarms.schedule(mailbox::wake, LOOK.toSeconds(), TimeUnit.SECONDS);
        Future<?> abort = alarms.schedule(mailbox::abort, LONGEST_STEP.toSeconds(), TimeUnit.SECONDS);
        try {
            mailbox.await();
        } finally {
            wake.cancel(false);
            abort.cancel(false);
        }
    }

    private void note(Throwable e) {
        if (!(state instanceof State.Unreachable)) {
            LOG.warn("{}: the mailbox can't be read, reports wait there: {}", setting, cause(e));
        }
        state = new State.Unreachable(cause(e));
    }

    /** The text of an exception may be the server's, or hold an address. */
    private static String cause(Throwable e) {
        return switch (e) {
            case AuthenticationFailedException refused -> "the server refused the login";
            case MessagingException failed when failed.getCause() != null ->
                failed.getCause().getClass().getSimpleName();
            default -> e.getClass().getSimpleName();
        };
    }

    private boolean isRunning() {
        lock.lock();
        try {
            return running;
        } finally {
            lock.unlock();
        }
    }

    private void pause(Duration time) {
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
}
