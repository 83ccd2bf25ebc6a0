package dev.herald.email.smtp;

import org.jspecify.annotations.Nullable;

/** A conversation that did not go well: at which phase, and by which reply or fault. Its text holds no address. */
public final class SmtpException extends Exception {
    private final SmtpPhase phase;
    private final @Nullable SmtpReply reply;
    private final @Nullable SmtpFault fault;
    private final String remark;

    private SmtpException(SmtpPhase phase, @Nullable SmtpReply reply, @Nullable SmtpFault fault, String remark,
            @Nullable Throwable cause) {
        super(phase + " " + (reply == null ? fault : reply), cause);
        this.phase = phase;
        this.reply = reply;
        this.fault = fault;
        this.remark = remark;
    }

    /** The server said no. */
    static SmtpException rejected(SmtpPhase phase, SmtpReply reply) {
        return new SmtpException(phase, reply, null, "", null);
    }

    /** There was no reply. */
    static SmtpException broken(SmtpPhase phase, SmtpFault fault, @Nullable Throwable cause) {
        return broken(phase, fault, "", cause);
    }

    /** @param remark what an operator is to read after the fault */
    static SmtpException broken(SmtpPhase phase, SmtpFault fault, String remark, @Nullable Throwable cause) {
        return new SmtpException(phase, null, fault, remark, cause);
    }

    public SmtpPhase phase() {
        return phase;
    }

    /** What the server answered; null if nothing. */
    @Nullable
    public SmtpReply reply() {
        return reply;
    }

    /**
     * What happened instead of an answer, for an operator; names settings of the preset without its path.
     *
     * @param expired whether Herald ended it
     */
    public String problem(SmtpServer server, boolean expired) {
        SmtpFault end = expired || fault == null ? SmtpFault.DEADLINE : fault;
        return end.text(server) + (expired ? "" : remark) + end.hint(phase, server);
    }

    /**
     * Whether another connection may bring what this one, which has been idle, did not: it ended, or the server said later and
     * not to slow down, before anything of the message was handed over.
     */
    public boolean mayBeOfTheConnection() {
        return phase.isBeforeMessage() && (endsConnection()
                || (reply != null && reply.code() / 100 == 4 && !Pushback.isAboutPace(reply)));
    }

    /** Whether the connection ended or is of no more use, rather than the message being refused. */
    boolean endsConnection() {
        return reply == null || reply.isClosing() || reply.isOutOfSequence() || phase == SmtpPhase.RSET;
    }
}
