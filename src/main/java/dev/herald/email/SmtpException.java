package dev.herald.email;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A conversation that did not go well: at which phase, and by which reply or fault. Its text holds no address. */
final class SmtpException extends Exception {
    private final SmtpPhase phase;
    private final @Nullable SmtpReply reply;
    private final @Nullable SmtpFault fault;
    private final transient Map<EmailAddress, SmtpReply> refused;

    private SmtpException(SmtpPhase phase, @Nullable SmtpReply reply, @Nullable SmtpFault fault,
            Map<EmailAddress, SmtpReply> refused, @Nullable Throwable cause) {
        super(phase + " " + (reply == null ? fault : reply), cause);
        this.phase = phase;
        this.reply = reply;
        this.fault = fault;
        this.refused = refused;
    }

    /** The server said no. */
    static SmtpException rejected(SmtpPhase phase, SmtpReply reply) {
        return new SmtpException(phase, reply, null, Map.of(), null);
    }

    /** There was no reply. */
    static SmtpException broken(SmtpPhase phase, SmtpFault fault, @Nullable Throwable cause) {
        return new SmtpException(phase, null, fault, Map.of(), cause);
    }

    /** The same, after these recipients had been refused. */
    SmtpException after(Map<EmailAddress, SmtpReply> refusals) {
        return new SmtpException(phase, reply, fault, refusals, this);
    }

    SmtpPhase phase() {
        return phase;
    }

    /** What the server answered; null if nothing. */
    @Nullable
    SmtpReply reply() {
        return reply;
    }

    /** What happened instead of an answer; null if there was one. */
    @Nullable
    SmtpFault fault() {
        return fault;
    }

    /** The recipients that had been refused before. */
    Map<EmailAddress, SmtpReply> refused() {
        return refused;
    }

    /** Whether the connection ended or is of no more use, rather than the message being refused. */
    boolean endsConnection() {
        return reply == null || reply.isClosing() || reply.isOutOfSequence() || phase == SmtpPhase.RSET;
    }
}
