package dev.herald.email.smtp;

import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;

/**
 * The idle connections of one preset. The one used last is used next, so that surplus ones grow idle and are closed. It
 * counts nothing: where no more than max-connections messages are in the air, and none opens a connection while one is idle,
 * there are never more. It holds no lock while it speaks to a server.
 */
public final class SmtpConnectionPool implements AutoCloseable {
    /** Servers close what is idle, many after a minute. */
    static final Duration LONGEST_IDLE = Duration.ofSeconds(50);
    /** As Postfix has it: moves on to another server behind a balancer, and to changed DNS. */
    static final Duration OLDEST = Duration.ofMinutes(5);
    private static final Duration GOODBYE = Duration.ofSeconds(5);

    private final int mostUses;
    private final ConcurrentLinkedDeque<SmtpConnection> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    /** @param mostUses how many messages a connection may carry */
    public SmtpConnectionPool(int mostUses) {
        this.mostUses = mostUses;
    }

    /** An idle connection; null if there is none. */
    @Nullable
    public SmtpConnection pollIdle() {
        SmtpConnection connection;
        while ((connection = idle.pollFirst()) != null) {
            if (!isWornOut(connection) && connection.isQuiet()) {
                return connection;
            }
            dismiss(connection);
        }
        return null;
    }

    /** Keeps a connection for the next message, or closes it. */
    public void giveBack(SmtpConnection connection) {
        if (!connection.isUsable()) {
            connection.abort();
            return;
        }
        connection.markIdle();
        if (connection.uses() >= mostUses) {
            dismiss(connection);
            return;
        }
        idle.addFirst(connection);
        if (closed) {
            closeIdle();
        }
    }

    /** Closes what has been idle for longest, until no more than so many are left. */
    public void keep(int most) {
        for (int surplus = idle.size() - most; surplus > 0; surplus--) {
            SmtpConnection connection = idle.pollLast();
            if (connection != null) {
                dismiss(connection);
            }
        }
    }

    /** Closes what has been idle or open for too long; to be called now and then. */
    public void evict() {
        idle.forEach(connection -> {
            if (isWornOut(connection) && idle.remove(connection)) {
                dismiss(connection);
            }
        });
    }

    @Override
    public void close() {
        closed = true;
        closeIdle();
    }

    private void closeIdle() {
        SmtpConnection connection;
        while ((connection = idle.pollFirst()) != null) {
            dismiss(connection);
        }
    }

    private static boolean isWornOut(SmtpConnection connection) {
        return connection.idle().compareTo(LONGEST_IDLE) > 0 || connection.age().compareTo(OLDEST) > 0;
    }

    /** Nobody waits for a server's goodbye. */
    private static void dismiss(SmtpConnection connection) {
        Thread.ofVirtual().name("smtp-quit").start(() -> connection.quit(GOODBYE));
    }
}
