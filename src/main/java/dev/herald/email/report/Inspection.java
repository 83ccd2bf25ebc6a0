package dev.herald.email.report;

import dev.herald.email.report.Reports.Taken;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at every message of a mailbox once, and again at those whose report could not be handed on. It remembers how far it
 * came from one connection to the next. Not thread-safe.
 */
final class Inspection {
    private static final Logger LOG = LoggerFactory.getLogger(Inspection.class);
    /** What tells a report from other mail stands in its header. */
    private static final int HEADER = 64 * 1024;
    /** What counts comes before the message that a report returns. */
    private static final int LONGEST = 512 * 1024;
    private static final int MOST_FAILURES = 3;
    private static final int MOST_LATER = 10_000;

    private final String setting;
    private final Reports reports;
    private final Duration again;
    private final Set<Long> later = new LinkedHashSet<>();
    /** What is only to be moved: the engine forgets a message id sooner than a folder may be full. */
    private final Set<Long> handedOn = new HashSet<>();
    private long validity;
    private long seen;
    private long failing;
    private int failures;
    private long nextAgain;

    /**
     * @param setting the property of the mailbox
     * @param again between looks at what could not be handed on
     */
    Inspection(String setting, Reports reports, Duration again) {
        this.setting = setting;
        this.reports = reports;
        this.again = again;
    }

    /** Begins anew where the numbers that it remembers mean other messages now. */
    void follow(TimedMailbox mailbox) throws MessagingException {
        if (mailbox.validity() != validity) {
            validity = mailbox.validity();
            seen = 0;
            later.clear();
            handedOn.clear();
        }
    }

    /**
     * Looks at what is there and what is due again.
     *
     * @param goOn whether there is time for another message
     * @return whether all was looked at
     */
    boolean lookAtAll(TimedMailbox mailbox, BooleanSupplier goOn) throws MessagingException, IOException {
        List<Long> found = mailbox.after(seen);
        for (long uid : found) {
            if (!goOn.getAsBoolean()) {
                return false;
            }
            look(mailbox, uid);
            seen = Math.max(seen, uid);
        }
        if (System.nanoTime() - nextAgain >= 0) {
            nextAgain = System.nanoTime() + again.toNanos();
            lookAgain(mailbox, goOn);
        }
        return found.isEmpty(); // there are more than were told at once, or will be
    }

    /**
     * Looks at a message. What breaks for all breaks here, too, and is tried on a new connection; what breaks again and again for
     * the same one keeps nobody else back.
     */
    private void look(TimedMailbox mailbox, long uid) throws MessagingException, IOException {
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
            LOG.warn("{}: a report can't be handed on or moved and is tried again later ({})", setting,
                    MailboxProblem.of(e, setting));
            setAside(uid);
        }
    }

    private void setAside(long uid) {
        if (later.size() < MOST_LATER) {
            later.add(uid);
        }
    }

    private void lookAgain(TimedMailbox mailbox, BooleanSupplier goOn) throws MessagingException, IOException {
        for (long uid : List.copyOf(later)) {
            if (!goOn.getAsBoolean()) {
                return;
            }
            boolean settled = false;
            try {
                settled = take(mailbox, uid) != Taken.NOT_YET;
            } catch (RuntimeException e) {
                LOG.debug("{}: a report can't be handed on ({})", setting, MailboxProblem.of(e, setting));
            } finally {
                later.remove(uid);
                if (!settled) {
                    later.add(uid); // behind all others
                }
            }
        }
    }

    private Taken take(TimedMailbox mailbox, long uid) throws MessagingException, IOException {
        Taken taken = handedOn.contains(uid) ? Taken.YES : handOn(mailbox, uid);
        if (taken == Taken.YES) {
            if (handedOn.size() < MOST_LATER) {
                handedOn.add(uid);
            }
            mailbox.done(uid);
            handedOn.remove(uid);
        }
        return taken;
    }

    private Taken handOn(TimedMailbox mailbox, long uid) throws MessagingException, IOException {
        byte[] beginning = mailbox.beginning(uid, HEADER);
        if (!reports.mayBeOne(beginning)) {
            return Taken.NO;
        }
        return reports.take(beginning.length < HEADER ? beginning : mailbox.beginning(uid, LONGEST));
    }
}
