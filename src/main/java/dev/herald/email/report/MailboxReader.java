package dev.herald.email.report;

import dev.herald.message.Turns;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ScheduledExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the reports of one preset's mailbox as long as it is this replica's turn, and connects again by itself. A report is
 * handed on, then moved away; whatever else lies there stays as it is and is looked at once.
 */
public final class MailboxReader implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(MailboxReader.class);

    private final String setting;
    private final ImapServer server;
    private final Turns turns;
    private final ScheduledExecutorService alarms;
    private final InstantSource clock;
    private final Times times;
    private final Inspection inspection;
    private final Pauses pauses;
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
    record Times(Duration look, Duration again, Duration step, Duration session, Duration pause,
            Duration longestPause) {
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
    public MailboxReader(String setting, ImapServer server, Reports reports, Turns turns,
            ScheduledExecutorService alarms,
            InstantSource clock) {
        this(setting, server, reports, turns, alarms, clock, Times.USUAL);
    }

    /** @param alarms with a thread for each mailbox and one more: what wakes one may wait for its server */
    MailboxReader(String setting, ImapServer server, Reports reports, Turns turns, ScheduledExecutorService alarms,
            InstantSource clock, Times times) {
        this.setting = setting;
        this.server = server;
        this.turns = turns;
        this.alarms = alarms;
        this.clock = clock;
        this.times = times;
        this.inspection = new Inspection(setting, reports, times.again());
        this.pauses = new Pauses(alarms);
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
        while (pauses.isRunning()) {
            Instant before = lastRead;
            try {
                if (turns.isMine(setting)) {
                    readUntilTurnEnds();
                } else {
                    state = new State.Waiting();
                    pauses.pause(times.look());
                }
                pause = times.pause();
            } catch (MessagingException | IOException | RuntimeException | Error e) {
                if (!lastRead.equals(before)) { // a server may end a connection whenever it likes
                    pause = times.pause();
                } else {
                    noteProblem(e);
                }
                pauses.pause(pause);
                pause = pause.multipliedBy(2).compareTo(times.longestPause()) < 0
                        ? pause.multipliedBy(2)
                        : times.longestPause();
            }
        }
        turns.end(setting);
    }

    /** Ends the reading; does not wait for it. */
    public void stop() {
        pauses.stop();
    }

    private void readUntilTurnEnds() throws MessagingException, IOException {
        try (TimedMailbox mailbox = new TimedMailbox(server, times.step(), alarms)) {
            mailbox.open();
            inspection.follow(mailbox);
            long end = System.nanoTime() + times.session().toNanos();
            while (pauses.isRunning() && System.nanoTime() - end < 0 && turns.isMine(setting)) {
                if (lookAtAll(mailbox)) {
                    noteRead();
                    pauses.await(mailbox, times.look());
                }
            }
        }
    }

    /** @return whether all was looked at; otherwise it is time to ask whose turn it is */
    private boolean lookAtAll(TimedMailbox mailbox) throws MessagingException, IOException {
        long until = System.nanoTime() + times.look().toNanos();
        return inspection.lookAtAll(mailbox, () -> pauses.isRunning() && System.nanoTime() - until <= 0);
    }

    private void noteRead() {
        if (!(state instanceof State.Reading)) {
            LOG.info("{}: the mailbox is read", setting);
        }
        state = new State.Reading();
        lastRead = clock.instant();
    }

    private void noteProblem(Throwable e) {
        String problem = MailboxProblem.of(e, setting);
        if (!(state instanceof State.Unreachable)) {
            LOG.warn("{}: reports are not read and wait in the mailbox: {}", setting, problem);
        }
        state = new State.Unreachable(problem);
    }
}
