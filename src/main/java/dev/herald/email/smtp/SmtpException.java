package dev.herald.email.smtp;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A conversation that did not go well: at which phase, and by which reply or fault. Its text holds no address. */
public final class SmtpException extends Exception {
    private final SmtpPhase phase;
    private final @Nullable SmtpReply reply;
    private final @Nullable SmtpFault fault;
    private final String remark;
    private final transient List<String> rejected;

    private SmtpException(SmtpPhase phase, @Nullable SmtpReply reply, @Nullable SmtpFault fault, String remark,
            List<String> rejected, @Nullable Throwable cause) {
        super(phase + " " + (reply == null ? fault : reply), cause);
        this.phase = phase;
        this.reply = reply;
        this.fault = fault;
        this.remark = remark;
        this.rejected = rejected;
    }

    /** The server said no. */
    static SmtpException rejected(SmtpPhase phase, SmtpReply reply) {
        return new SmtpException(phase, reply, null, "", List.of(), null);
    }

    /** There was no reply. */
    static SmtpException broken(SmtpPhase phase, SmtpFault fault, @Nullable Throwable cause) {
        return new SmtpException(phase, null, fault, "", List.of(), cause);
    }

    /** The token endpoint gave none, but {@code answer}. */
    static SmtpException noToken(String answer) {
        return new SmtpException(SmtpPhase.AUTH, null, SmtpFault.NO_TOKEN, ", which answered " + answer,
                List.of(), null);
    }

    /** The same, where these recipients had been rejected before. */
    public SmtpException after(List<String> addresses) {
        return new SmtpException(phase, reply, fault, remark, addresses, this);
    }

    public SmtpPhase phase() {
        return phase;
    }

    /** What the server answered; null if nothing. */
    @Nullable
    public SmtpReply reply() {
        return reply;
    }

    /** What happened instead of an answer; null if there was one. */
    @Nullable
    public SmtpFault fault() {
        return fault;
    }

    /** What else an operator reads after the fault; often empty. */
    public String remark() {
        return remark;
    }

    /** The addresses of the recipients that had been rejected before. */
    public List<String> rejected() {
        return rejected;
    }

    /** Whether the connection ended or is of no more use, rather than the message being refused. */
    public boolean endsConnection() {
        return reply == null || reply.isClosing() || reply.isOutOfSequence() || phase == SmtpPhase.RSET;
    }
}
