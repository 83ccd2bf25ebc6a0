package dev.herald.email.smtp;

import dev.herald.message.HandoverMark;
import java.time.Duration;

/**
 * The message itself, which the server asked for (RFC 5321 section 4.1.1.4). Nothing but its final dot can make the server
 * accept it.
 */
final class SmtpContent {
    // who gives up now never knows: RFC 5321 section 4.5.3.2.6 wants ten minutes, and so it is for the deadline to end this
    private static final Duration BEYOND_DEADLINE = Duration.ofSeconds(1);

    private static final byte[] DOT = {'.'};

    private final SmtpConnection connection;
    private final byte[] message;
    private final SmtpTransaction.Handover handover;
    private final Deadline deadline;

    /**
     * @param message with CRLF line ends, the last included
     * @param handover what is to be noted before the final dot
     * @param deadline what ends the conversation
     */
    SmtpContent(SmtpConnection connection, byte[] message, SmtpTransaction.Handover handover, Deadline deadline) {
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
        try {
            writeDotStuffed();
        } catch (SmtpException e) {
            throw connection.isQuiet() ? e : earlyRejection();
        }
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

    /** RFC 5321 section 4.5.2. */
    private void writeDotStuffed() throws SmtpException {
        int from = 0;
        for (int i = 0; i < message.length; i++) {
            if (message[i] == '.' && (i == 0 || message[i - 1] == '\n')) {
                connection.write(SmtpPhase.CONTENT, message, from, i - from);
                connection.write(SmtpPhase.CONTENT, DOT);
                from = i;
            }
        }
        connection.write(SmtpPhase.CONTENT, message, from, message.length - from);
    }
}
