package dev.herald.email;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One mail transaction (RFC 5321 section 3.3). Where PIPELINING (RFC 2920) works its commands go out together, so that a message takes two round trips; each reply is still matched to its command. Nothing but the final dot can make
 * the server accept the message, and it is written only after the replies that call for it.
 */
final class SmtpTransaction {
    // few enough for the replies to fit in any socket's buffer (RFC 2920 section 3.1)
    private static final int IN_FLIGHT = 100;

    // who gives up now never knows: RFC 5321 section 4.5.3.2.6 wants ten minutes, and so it is for the deadline to end this
    private static final Duration BEYOND_DEADLINE = Duration.ofSeconds(1);

    private static final byte[] DOT = {'.'};

    private record Command(SmtpPhase phase, String line, @Nullable EmailAddress recipient) {}

    private final SmtpConnection connection;
    private final int window;
    private final Envelope envelope;
    private final byte[] message;
    private final Deadline deadline;
    private final Map<EmailAddress, SmtpReply> refused = new LinkedHashMap<>();
    private @Nullable SmtpException refusal;
    private int accepted;
    private boolean goAhead;

    /**
     * @param pipelined whether commands may go out together
     * @param message with CRLF line ends, the last included
     * @param deadline what ends the conversation
     */
    SmtpTransaction(SmtpConnection connection, boolean pipelined, Envelope envelope, byte[] message,
            Deadline deadline) {
        this.connection = connection;
        this.window = pipelined ? IN_FLIGHT : 1;
        this.envelope = envelope;
        this.message = message;
        this.deadline = deadline;
    }

    /**
     * Runs it.
     *
     * @return the refused recipients with the replies; the message was accepted for all others. If all were refused, it was
     *         not sent.
     * @throws SmtpException if the message was not accepted, or, in phase {@link SmtpPhase#END_OF_DATA} without a reply, if
     *             nobody knows
     */
    Map<EmailAddress, SmtpReply> run(List<String> mailParameters) throws SmtpException {
        sendEnvelope(commands(mailParameters));
        if (isDecided()) {
            if (goAhead) {
                sendLoneDot();
            }
            if (refusal != null) {
                throw refusal;
            }
            return refused;
        }
        sendMessage();
        return refused;
    }

    /** Whether the replies so far leave nobody to send to; only asked when all recipients were tried. */
    private boolean isDecided() {
        return refusal != null || accepted == 0;
    }

    private List<Command> commands(List<String> mailParameters) {
        List<Command> commands = new ArrayList<>(envelope.recipients().size() + 3);
        if (connection.isTransactionOpen()) {
            commands.add(new Command(SmtpPhase.RSET, "RSET", null));
        }
        StringBuilder mail = new StringBuilder("MAIL FROM:<").append(envelope.sender().wireAddress()).append('>');
        mailParameters.forEach(parameter -> mail.append(' ').append(parameter));
        commands.add(new Command(SmtpPhase.MAIL, mail.toString(), null));
        for (EmailAddress recipient : envelope.recipients()) {
            commands.add(new Command(SmtpPhase.RCPT, "RCPT TO:<" + recipient.wireAddress() + '>', recipient));
        }
        commands.add(new Command(SmtpPhase.DATA, "DATA", null));
        return commands;
    }

    private void sendEnvelope(List<Command> commands) throws SmtpException {
        for (int sent = 0; sent < commands.size();) {
            List<Command> together = commands.subList(sent, Math.min(sent + window, commands.size()));
            if (refusal != null || (together.getFirst().phase() == SmtpPhase.DATA && accepted == 0)) {
                return;
            }
            for (Command command : together) {
                connection.write(command.phase(), command.line());
            }
            connection.flush(together.getFirst().phase());
            for (Command command : together) {
                if (!readReply(command)) {
                    return;
                }
            }
            sent += together.size();
        }
    }

    /**
     * @return whether the conversation goes on
     * @throws SmtpException if the connection failed before the outcome was decided
     */
    private boolean readReply(Command command) throws SmtpException {
        try {
            note(command, connection.read(command.phase()));
            return true;
        } catch (SmtpException e) {
            connection.retire();
            if (refusal != null || (command.phase() == SmtpPhase.DATA && accepted == 0)) {
                return false;
            }
            throw e;
        }
    }

    private void note(Command command, SmtpReply reply) throws SmtpException {
        boolean unneeded = command.phase() == SmtpPhase.DATA && accepted == 0;
        boolean outOfSequence = reply.code() == 503 && refusal == null && !unneeded;
        if (reply.isClosing() || outOfSequence || (command.phase() == SmtpPhase.RSET && !reply.isPositive())) {
            throw SmtpException.rejected(command.phase(), reply);
        }
        boolean expected = command.phase() == SmtpPhase.DATA ? reply.code() == 354 : reply.isPositive();
        if (!expected && reply.code() < 400) {
            throw SmtpException.broken(command.phase(), SmtpFault.GARBAGE, null);
        }
        if (expected) {
            switch (command.phase()) {
                case MAIL -> connection.setTransactionOpen(true);
                case RCPT -> accepted++;
                case DATA -> goAhead = true;
                default -> connection.setTransactionOpen(false);
            }
        } else if (command.recipient() != null) {
            refused.put(command.recipient(), reply);
        } else if (refusal == null && !unneeded) {
            refusal = SmtpException.rejected(command.phase(), reply);
        }
    }

    /** The server asks for a message that nobody shall receive: RFC 2920 section 3.1 wants a lone dot. */
    private void sendLoneDot() {
        try {
            SmtpReply reply = connection.ask(SmtpPhase.RCPT, ".");
            connection.setTransactionOpen(false);
            if (reply.code() < 400 || reply.isClosing()) {
                connection.retire();
            }
        } catch (SmtpException e) {
            connection.retire();
        }
    }

    private void sendMessage() throws SmtpException {
        if (!connection.isQuiet()) {
            throw earlyRejection();
        }
        try {
            writeDotStuffed();
            connection.write(SmtpPhase.CONTENT, ".");
        } catch (SmtpException e) {
            throw connection.isQuiet() ? e : earlyRejection();
        }
        connection.flush(SmtpPhase.END_OF_DATA);
        SmtpReply reply = connection.read(SmtpPhase.END_OF_DATA, deadline.left().plus(BEYOND_DEADLINE));
        connection.setTransactionOpen(false);
        if (reply.isPositive()) {
            return;
        }
        if (reply.isClosing() || reply.code() < 400) {
            connection.retire();
        }
        throw rejection(SmtpPhase.END_OF_DATA, reply);
    }

    /** Some servers say no before they have seen the final dot, and hang up. */
    private SmtpException earlyRejection() throws SmtpException {
        SmtpReply reply = connection.read(SmtpPhase.CONTENT);
        connection.retire();
        return rejection(SmtpPhase.CONTENT, reply);
    }

    private static SmtpException rejection(SmtpPhase phase, SmtpReply reply) {
        return reply.code() < 400
                ? SmtpException.broken(phase, SmtpFault.GARBAGE, null)
                : SmtpException.rejected(phase, reply);
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
