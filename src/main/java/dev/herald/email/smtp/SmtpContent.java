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
        boolean complete = false;
        try {
            requireSilence();
            transfer();
            requireSilence();
            // what is still buffered goes out with the dot: apart it would cost small messages a third of their rate
            handover.note();
            complete = true;
        } finally {
            if (!complete) {
                // without its dot the message is none, and the server must not see another command as part of it
                connection.retire();
            }
        }
        connection.write(SmtpPhase.CONTENT, ".");
        connection.flush(SmtpPhase.END_OF_DATA);
        SmtpReply reply = connection.read(SmtpPhase.END_OF_DATA, deadline.left().plus(BEYOND_DEADLINE));
        connection.setTransactionOpen(false);
        if (!reply.isPositive()) {
            throw rejection(SmtpPhase.END_OF_DATA, reply);
        }
    }

    private void requireSilence() throws SmtpException {
        if (!connection.isQuiet()) {
            throw earlyRejection();
        }
    }

    /** Some servers say no before they have seen the final dot, and hang up. */
    private SmtpException earlyRejection() throws SmtpException {
        return rejection(SmtpPhase.CONTENT, connection.read(SmtpPhase.CONTENT));
    }

    private SmtpException rejection(SmtpPhase phase, SmtpReply reply) {
        if (reply.isClosing() || !reply.isNegative()) {
            connection.retire();
        }
        return reply.isNegative()
                ? SmtpException.rejected(phase, reply)
                : SmtpException.broken(phase, SmtpFault.GARBAGE, null);
    }

    private void transfer() throws SmtpException {
        Wire wire = new Wire(connection);
        try {
            message.writeTo(wire);
        } catch (IOException | RuntimeException e) {
            SmtpException broken = wire.broken;
            if (broken == null) {
                throw SmtpException.broken(SmtpPhase.CONTENT, SmtpFault.UNREADABLE, e);
            }
            throw connection.isQuiet() ? broken : earlyRejection();
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
