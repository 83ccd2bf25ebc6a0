package dev.herald.email.report;

import dev.herald.email.report.Reports.Taken;
import dev.herald.message.Turns;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.FolderNotFoundException;
import jakarta.mail.MessagingException;
import jakarta.mail.ReadOnlyFolderException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the reports of one preset's mailbox as long as it is this replica's turn, and connects again by itself. A report is
 * handed on, then moved away; whatever else lies there stays as it is and is looked at once.
 */
public final class MailboxReader implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(MailboxReader.class);
    /** What tells a report from other mail stands in its header. */
    private static final int HEADER = 64 * 1024;
    /** What counts comes before the message that a report returns. */
    private static final int LONGEST = 512 * 1024;
    private static final int MOST_FAILURES = 3;
    private static final int MOST_LATER = 10_000;

    private final String setting;
    private final ImapServer server;
    private final Reports reports;
    private final Turns turns;
    private final ScheduledExecutorService alarms;
    private final InstantSource clock;
    private final Times times;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition stopped = lock.newCondition();
    private final Set<Long> later = new LinkedHashSet<>();
    private boolean running = true;
    private @Nullable Mailbox waiting;
    private long validity;
    private long seen;
    private long failing;
    private int failures;
    private long nextAgain;
    private volatile State state = new State.Waiting();
    private volatile Instant lastRead = Instant.EPOCH;

    /**
     * How long everything takes.
     *
     * @param look between looks at the mailbox; with a step within what {@link Turns} gives
     * @param again between looks at what could not be handed on
     * @param step the longest that the server may take for one
     * @param session for how long a connection is kept
     * @param pause before the first attempt to connect again; the next ones wait longer
     */
    record Times(Duration look, Duration again, Duration step, Duration session, Duration pause, Duration longestPause) {
        static final Times USUAL = new Times(Duration.ofSeconds(15), Duration.ofMinutes(1), Duration.ofSeconds(40),
                Duration.ofHours(1), Duration.ofSeconds(1), Duration.ofMinutes(5));
    }

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
        this(setting, server, reports, turns, alarms, clock, Times.USUAL);
    }

    /** @param alarms with a thread for each mailbox and one more: what wakes one may wait for its server */
    MailboxReader(String setting, ImapServer server, Reports reports, Turns turns, ScheduledExecutorService alarms,
            InstantSource clock, Times times) {
        this.setting = setting;
        this.server = server;
        this.reports = reports;
        this.turns = turns;
        this.alarms = alarms;
        this.clock = clock;
        this.times = times;
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
        Duration pause = times.pause();
        while (isRunning()) {
            Instant before = lastRead;
            try {
                if (turns.isMine(setting)) {
                    readUntilTurnEnds();
                } else {
                    state = new State.Waiting();
                    pause(times.look());
                }
                pause = times.pause();
            } catch (MessagingException | IOException | RuntimeException | StackOverflowError e) {
                if (!lastRead.equals(before)) { // a server may end a connection whenever it likes
                    pause = times.pause();
                } else {
                    note(e);
                }
                pause(pause);
                pause = pause.multipliedBy(2).compareTo(times.longestPause()) < 0
                        ? pause.multipliedBy(2)
                        : times.longestPause();
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
            alarms.execute(this::wakeUp);
        } finally {
            lock.unlock();
        }
    }

    /** Again, where the waiting began just then. */
    private void wakeUp() {
        Mailbox mailbox = waiting();
        if (mailbox != null) {
            mailbox.wake();
            Future<?> unused = alarms.schedule(this::wakeUp, 100, TimeUnit.MILLISECONDS);
        }
    }

    private void readUntilTurnEnds() throws MessagingException, IOException {
        try (Closing session = new Closing(new Mailbox(server))) {
            Mailbox mailbox = session.mailbox();
            step(mailbox, () -> {
                mailbox.open();
                return true;
            });
            if (mailbox.validity() != validity) {
                validity = mailbox.validity();
                seen = 0;
                later.clear();
            }
            long end = System.nanoTime() + times.session().toNanos();
            while (isRunning() && System.nanoTime() - end < 0 && turns.isMine(setting)) {
                if (lookAtAll(mailbox)) {
                    read();
                    await(mailbox);
                }
            }
        }
    }

    /** The connection is closed within the time of a step, too. */
    private final class Closing implements AutoCloseable {
        private final Mailbox mailbox;

        Closing(Mailbox mailbox) {
            this.mailbox = mailbox;
        }

        Mailbox mailbox() {
            return mailbox;
        }

        @Override
        public void close() throws MessagingException, IOException {
            step(mailbox, () -> {
                mailbox.close();
                return true;
            });
        }
    }

    private void read() {
        if (!(state instanceof State.Reading)) {
            LOG.info("{}: the mailbox is read", setting);
        }
        state = new State.Reading();
        lastRead = clock.instant();
    }

    /** @return whether all was looked at; otherwise it is time to ask whose turn it is */
    private boolean lookAtAll(Mailbox mailbox) throws MessagingException, IOException {
        long until = System.nanoTime() + times.look().toNanos();
        List<Long> found = step(mailbox, () -> mailbox.after(seen));
        for (long uid : found) {
            if (!isRunning() || System.nanoTime() - until > 0) {
                return false;
            }
            look(mailbox, uid);
            seen = Math.max(seen, uid);
        }
        if (System.nanoTime() - nextAgain >= 0) {
            nextAgain = System.nanoTime() + times.again().toNanos();
            lookAgain(mailbox, until);
        }
        return found.isEmpty(); // there are more than were told at once, or will be
    }

    /**
     * Looks at a message. What breaks for all breaks here, too, and is tried on a new connection; what breaks again and again for
     * the same one keeps nobody else back.
     */
    private void look(Mailbox mailbox, long uid) throws MessagingException, IOException {
        try {
            if (take(mailbox, uid) == Taken.NOT_YET) {
                setAside(uid);
            }
        } catch (MessagingException | IOException | RuntimeException e) {
            failures = uid == failing ? failures + 1 : 1;
            failing = uid;
            if (failures < MOST_FAILURES) {
                throw e;
            }
            LOG.warn("{}: a report can't be handed on or moved and is tried again later ({})", setting, cause(e));
            setAside(uid);
        }
    }

    private void setAside(long uid) {
        if (later.size() < MOST_LATER) {
            later.add(uid);
        }
    }

    private void lookAgain(Mailbox mailbox, long until) throws MessagingException, IOException {
        for (long uid : List.copyOf(later)) {
            if (!isRunning() || System.nanoTime() - until > 0) {
                return;
            }
            boolean settled = false;
            try {
                settled = take(mailbox, uid) != Taken.NOT_YET;
            } catch (RuntimeException e) {
                LOG.debug("{}: a report can't be handed on ({})", setting, cause(e));
            } finally {
                later.remove(uid);
                if (!settled) {
                    later.add(uid); // behind all others
                }
            }
        }
    }

    private Taken take(Mailbox mailbox, long uid) throws MessagingException, IOException {
        byte[] beginning = step(mailbox, () -> mailbox.beginning(uid, HEADER));
        if (!reports.mayBeOne(beginning)) {
            return Taken.NO;
        }
        Taken taken = reports.take(
                beginning.length < HEADER ? beginning : step(mailbox, () -> mailbox.beginning(uid, LONGEST)));
        if (taken == Taken.YES) {
            step(mailbox, () -> {
                mailbox.done(uid);
                return true;
            });
        }
        return taken;
    }

    @FunctionalInterface
    private interface Step<T> {
        T take() throws MessagingException, IOException;
    }

    private <T> T step(Mailbox mailbox, Step<T> step) throws MessagingException, IOException {
        mailbox.nextStep();
        Future<?> abort = alarms.schedule(mailbox::abort, times.step().toNanos(), TimeUnit.NANOSECONDS);
        try {
            return step.take();
        } finally {
            abort.cancel(false);
        }
    }

    private void await(Mailbox mailbox) throws MessagingException, IOException {
        if (!mailbox.isTold()) {
            pause(times.look());
            return;
        }
        Future<?> wake = alarms.schedule(mailbox::wake, times.look().toNanos(), TimeUnit.NANOSECONDS);
        setWaiting(mailbox);
        try {
            if (isRunning()) {
                step(mailbox, () -> {
                    mailbox.await();
                    return true;
                });
            }
        } finally {
            wake.cancel(false);
            setWaiting(null);
        }
    }

    private @Nullable Mailbox waiting() {
        lock.lock();
        try {
            return waiting;
        } finally {
            lock.unlock();
        }
    }

    private void setWaiting(@Nullable Mailbox mailbox) {
        lock.lock();
        try {
            waiting = mailbox;
        } finally {
            lock.unlock();
        }
    }

    private void note(Throwable e) {
        if (!(state instanceof State.Unreachable)) {
            LOG.warn("{}: reports are not read and wait in the mailbox: {}", setting, cause(e));
        }
        state = new State.Unreachable(cause(e));
    }

    /** The text of an exception may be the server's, or hold an address. */
    private String cause(Throwable e) {
        return switch (e) {
            case AuthenticationFailedException refused -> "the server refused the login";
            case FolderNotFoundException missing -> setting + ".folder does not exist";
            case ReadOnlyFolderException readOnly -> setting + ".folder can't be written to";
            case Mailbox.NoDoneFolderException missing -> setting + ".done-folder does not exist and can't be made";
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
