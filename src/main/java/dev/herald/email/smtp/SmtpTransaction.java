package dev.herald.email.smtp;

import dev.herald.email.address.EmailAddress;
import dev.herald.email.address.Envelope;
import dev.herald.message.HandoverMark;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One mail transaction (RFC 5321 section 3.3). Where PIPELINING (RFC 2920) works its commands go out together, so that a
 * message takes two round trips; each reply is still matched to its command, and the message is sent only after the replies
 * that call for it.
 */
public final class SmtpTransaction {
    // few enough for the replies to fit in any socket's buffer (RFC 2920 section 3.1)
    private static final int IN_FLIGHT = 100;

    private record Command(SmtpPhase phase, String line, @Nullable EmailAddress recipient) {}

    /** A message, with CRLF line ends, the last included. */
    @FunctionalInterface
    public interface Message {
        /** @throws IOException if {@code out} throws it, or if the message can't be read: then it will not be sent */
        void writeTo(OutputStream out) throws IOException;
    }

    /** What must be noted durably before the final dot, and else keeps it back. */
    @FunctionalInterface
    public interface Handover {
        void note() throws HandoverMark.NotNotedException;
    }

    private final SmtpConnection connection;
    private final int window;
    private final Envelope envelope;
    private final Message message;
    private final Deadline deadline;
    private final Map<EmailAddress, SmtpReply> refused = new LinkedHashMap<>();
    private @Nullable SmtpException refusal;
    private int accepted;
    private boolean goAhead;

    /**
     * @param pipelined whether commands may go out together
     * @param deadline what ends the conversation
     */
    public SmtpTransaction(SmtpConnection connection, boolean pipelined, Envelope envelope, Message message,
            Deadline deadline) {
        this.connection = connection;
        this.window = pipelined ? IN_FLIGHT : 1;
        this.envelope = envelope;
        this.message = message;
        this.deadline = deadline;
    }

    /**
     * Runs it. The message was accepted for all but {@link #refused}; if all were refused, it was not sent.
     *
     * @throws SmtpException if the message was not accepted, or, in phase {@link SmtpPhase#END_OF_DATA} without a reply, if
     *             nobody knows
     * @throws HandoverMark.NotNotedException if the message was not handed over for want of a note
     */
    public void run(List<String> mailParameters, Function<EmailAddress, List<String>> rcptParameters,
            Handover handover)
            throws SmtpException, HandoverMark.NotNotedException {
        sendEnvelope(commands(mailParameters, rcptParameters));
        if (refusal == null && accepted > 0) {
            new SmtpContent(connection, message, handover, deadline).send();
        } else if (goAhead && accepted == 0) {
            sendLoneDot();
        } else if (goAhead) {
            connection.retire(); // whoever was accepted would get an empty message
        }
        if (refusal != null) {
            throw refusal;
        }
    }

    /** The recipients that the server refused, with its replies. */
    public Map<EmailAddress, SmtpReply> refused() {
        return refused;
    }

    /** Where the server refused all recipients, and one of them for now: what it said. */
    public Optional<SmtpException> refusalOfAllForNow() {
        return accepted > 0
                ? Optional.empty()
                : refused.values().stream()
                        .map(reply -> SmtpException.rejected(SmtpPhase.RCPT, reply))
                        .filter(SmtpException::mayBeOfTheConnection)
                        .findFirst();
    }

    private List<Command> commands(List<String> mailParameters,
            Function<EmailAddress, List<String>> rcptParameters) {
        List<Command> commands = new ArrayList<>(envelope.recipients().size() + 3);
        if (connection.isTransactionOpen()) {
            commands.add(new Command(SmtpPhase.RSET, "RSET", null));
        }
        commands.add(new Command(SmtpPhase.MAIL,
                withParameters("MAIL FROM:<" + envelope.sender().wireAddress() + '>', mailParameters), null));
        for (EmailAddress recipient : envelope.recipients()) {
            commands.add(new Command(SmtpPhase.RCPT,
                    withParameters("RCPT TO:<" + recipient.wireAddress() + '>', rcptParameters.apply(recipient)),
                    recipient));
        }
        commands.add(new Command(SmtpPhase.DATA, "DATA", null));
        return commands;
    }

    private static String withParameters(String command, List<String> parameters) {
        return parameters.isEmpty() ? command : command + ' ' + String.join(" ", parameters);
    }

    private void sendEnvelope(List<Command> commands) throws SmtpException {
        for (int sent = 0; sent < commands.size();) {
            List<Command> together = commands.subList(sent, Math.min(sent + window, commands.size()));
            if (refusal != null || isNeedless(together.getFirst())) {
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
            if (refusal != null || isNeedless(command)) {
                return false;
            }
            throw e;
        }
    }

    /** Whether it is DATA where nobody is left to receive the message. */
    private boolean isNeedless(Command command) {
        return command.phase() == SmtpPhase.DATA && accepted == 0;
    }

    private void note(Command command, SmtpReply reply) throws SmtpException {
        boolean decided = refusal != null || isNeedless(command);
        boolean outOfSequence = reply.isOutOfSequence() && !decided;
        if (reply.isClosing() || outOfSequence || (command.phase() == SmtpPhase.RSET && !reply.isPositive())) {
            throw SmtpException.rejected(command.phase(), reply);
        }
        if (Pushback.spoilsConnection(command.phase(), reply)) {
            connection.retire();
        }
        boolean expected = command.phase() == SmtpPhase.DATA ? reply.code() == 354 : reply.isPositive();
        if (!expected && !reply.isNegative()) {
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
        } else if (!decided) {
            refusal = SmtpException.rejected(command.phase(), reply);
        }
    }

    /** The server asks for a message that nobody shall receive: RFC 2920 section 3.1 wants a lone dot. */
    private void sendLoneDot() {
        try {
            SmtpReply reply = connection.ask(SmtpPhase.RCPT, ".");
            connection.setTransactionOpen(false);
            if (reply.isClosing() || !reply.isNegative()) {
                connection.retire();
            }
        } catch (SmtpException e) {
            connection.retire();
        }
    }
}
