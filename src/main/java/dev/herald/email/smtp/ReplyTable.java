package dev.herald.email.smtp;

/**
 * What a reply, or its absence, means for the message, by the phase of the conversation. Follows RFC 5321 section 4.2 and
 * RFC 3463; the server's own text is never interpreted.
 */
public final class ReplyTable {
    private ReplyTable() {}

    /** What becomes of the message. */
    public enum Verdict {
        /** Responsibility is with the server. */
        ACCEPTED,
        /** This recipient will never be accepted. */
        RECIPIENT_REJECTED,
        /** This message will never be accepted. */
        MESSAGE_REJECTED,
        /** The server saw this message and said later. */
        DEFERRED,
        /** The server could not be spoken to, so that nothing was said about this message. */
        UNAVAILABLE,
        /** Nobody knows whether the server accepted it. */
        UNCONFIRMED
    }

    /** {@link #of(SmtpPhase, int, String)} of {@code reply}. */
    public static Verdict of(SmtpPhase phase, SmtpReply reply) {
        return of(phase, reply.code(), reply.enhanced());
    }

    /** The meaning of a reply that does not continue the conversation, or ends it. */
    static Verdict of(SmtpPhase phase, int code, String enhanced) {
        return switch (phase) {
            case CONNECT, TLS, GREETING, EHLO, STARTTLS, AUTH, RSET -> Verdict.UNAVAILABLE;
            case MAIL, DATA, CONTENT -> beforeTheMessage(code, Verdict.MESSAGE_REJECTED);
            case RCPT -> isTooManyRecipients(enhanced)
                    ? Verdict.DEFERRED
                    : beforeTheMessage(code, Verdict.RECIPIENT_REJECTED);
            case END_OF_DATA -> afterTheMessage(code);
        };
    }

    /** The meaning of a conversation that ended without a reply. */
    public static Verdict withoutReply(SmtpPhase phase) {
        return phase == SmtpPhase.END_OF_DATA ? Verdict.UNCONFIRMED : Verdict.UNAVAILABLE;
    }

    private static Verdict beforeTheMessage(int code, Verdict rejected) {
        if (isAboutTheSession(code)) {
            return Verdict.UNAVAILABLE;
        }
        return switch (code / 100) {
            case 4 -> Verdict.DEFERRED;
            case 5 -> rejected;
            default -> Verdict.UNAVAILABLE;
        };
    }

    private static Verdict afterTheMessage(int code) {
        return switch (code / 100) {
            case 2 -> Verdict.ACCEPTED;
            case 4 -> Verdict.DEFERRED;
            case 5 -> Verdict.MESSAGE_REJECTED;
            default -> Verdict.UNCONFIRMED;
        };
    }

    /**
     * Whatever the message, the server is closing (421), has lost count of the commands (503), or wants a login or a better
     * protected one (RFC 4954 section 6).
     */
    private static boolean isAboutTheSession(int code) {
        return switch (code) {
            case 421, 503, 530, 534, 535, 538 -> true;
            default -> false;
        };
    }

    /** RFC 3463: X.5.3; RFC 5321 section 4.5.3.1.10 wants it treated as temporary even under 552. */
    private static boolean isTooManyRecipients(String enhanced) {
        return enhanced.endsWith(".5.3");
    }
}
