package dev.herald.email.smtp;

import java.time.Duration;

/**
 * Whether a preset's commands go out together (RFC 2920). Some servers and firewalls offer that and then lose what they
 * did not expect: after such a failure the commands go one by one for a while.
 */
public final class Pipelining {
    private static final Duration PAUSE = Duration.ofMinutes(10);

    private volatile boolean paused;
    private volatile long pausedAt;

    public boolean isUsedOver(SmtpConnection connection) {
        if (paused && System.nanoTime() - pausedAt > PAUSE.toNanos()) {
            paused = false;
        }
        return !paused && connection.extensions().offer("PIPELINING");
    }

    /**
     * A transaction failed before the message was handed over. On a reused connection that says nothing: it may just have
     * ended.
     *
     * @return whether going one by one might help
     */
    public boolean isSuspectedBy(SmtpException e, SmtpConnection connection) {
        boolean laterReplyMissing = e.reply() == null && (e.phase() == SmtpPhase.RCPT || e.phase() == SmtpPhase.DATA);
        boolean outOfSequence = e.reply() != null && e.reply().isOutOfSequence();
        if (connection.isReused() || !isUsedOver(connection) || !(laterReplyMissing || outOfSequence)) {
            return false;
        }
        pausedAt = System.nanoTime();
        paused = true;
        return true;
    }
}
