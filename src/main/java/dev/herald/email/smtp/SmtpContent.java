package dev.herald.email.smtp;

import dev.herald.message.HandoverMark;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The message itself, which the server asked for (RFC 5321 section 4.1.1.4). Nothing but its final dot can make the server
 * accept it.
 */
final class SmtpContent {
    // who gives up now never knows: RFC 5321 section 4.5.3.2.6 wants ten minutes, and so it is for the deadline to end this
    private static final Duration BEYOND_DEADLINE = Duration.ofSeconds(1);

    private final SmtpConnection connection;
    private final SmtpTransaction.Message message;
    private final SmtpTransaction.Handover handover;
    private final Deadline deadline;

    /**
     * @param handover what is to be noted before the final dot
     * @param deadline what ends the conversation
     */
    SmtpContent(SmtpConnection connection, SmtpTransaction.Message message,
            SmtpTransaction.Handover handover, Deadline deadline) {
        this.connection = connection;
        this.message = message;
        this.handover = handover;
        this.deadline = deadline;
    }

    /** Sends it; throws as {@link SmtpTransaction#run} does. */
    void send() throws SmtpException, HandoverMark.NotNotedException {
        if (!connection.isQuiet()) {
            throw earlyRejection();
        }
        transfer();
        if (!connection.isQuiet()) {
            throw earlyRejection();
        }
        note();
        // in parts: without the line's end it is none
        connection.write(SmtpPhase.CONTENT, ".");
        connection.flush(SmtpPhase.END_OF_DATA);
        SmtpReply reply = connection.read(SmtpPhase.END_OF_DATA, deadline.left().plus(BEYOND_DEADLINE));
        connection.setTransactionOpen(false);
        if (!reply.isPositive()) {
            throw rejection(SmtpPhase.END_OF_DATA, reply);
        }
    }

    private void note() throws HandoverMark.NotNotedException {
        try {
            handover.note();
        } catch (HandoverMark.NotNotedException e) {
            connection.retire();
            throw e;
        }
    }

    /** Some servers say no before they have seen the final dot, and hang up. */
    private SmtpException earlyRejection() throws SmtpException {
        SmtpReply reply = connection.read(SmtpPhase.CONTENT);
        connection.retire();
        return rejection(SmtpPhase.CONTENT, reply);
    }

    private SmtpException rejection(SmtpPhase phase, SmtpReply reply) {
        if (reply.isClosing() || !reply.isNegative()) {
            connection.retire();
        }
        return reply.isNegative()
                ? SmtpException.rejected(phase, reply)
                : SmtpException.broken(phase, SmtpFault.GARBAGE, null);
    }

    /** Without the final dot, and until that comes the server may not take what it has (RFC 5321 section 4.1.1.4). */
    private void transfer() throws SmtpException {
        Wire wire = new Wire(connection);
        boolean complete = false;
        try {
            message.writeTo(wire);
            complete = true;
        } catch (IOException | RuntimeException e) {
            SmtpException broken = wire.broken;
            if (broken == null) {
                throw SmtpException.broken(SmtpPhase.CONTENT, SmtpFault.UNREADABLE, e);
            }
            throw connection.isQuiet() ? broken : earlyRejection();
        } finally {
            if (!complete) {
                connection.retire();
            }
        }
    }

    /** Puts a dot before each that begins a line (RFC 5321 section 4.5.2). */
    private static final class Wire extends OutputStream {
        private static final byte[] DOT = {'.'};

        private final SmtpConnection connection;
        private boolean lineBegins = true;
        private @Nullable SmtpException broken;

        Wire(SmtpConnection connection) {
            this.connection = connection;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[]{(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            try {
                int begin = from;
                for (int i = from; i < from + length; i++) {
                    if (lineBegins && bytes[i] == '.') {
                        connection.write(SmtpPhase.CONTENT, bytes, begin, i - begin);
                        connection.write(SmtpPhase.CONTENT, DOT);
                        begin = i;
                    }
                    lineBegins = bytes[i] == '\n';
                }
                connection.write(SmtpPhase.CONTENT, bytes, begin, from + length - begin);
            } catch (SmtpException e) {
                broken = e;
                throw new IOException(e);
            }
        }
    }
}
