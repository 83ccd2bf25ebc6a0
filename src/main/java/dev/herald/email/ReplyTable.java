package dev.herald.email;

/**
 * What a reply or a fault means for the message, by the phase of the conversation. Follows RFC 5321 section 4.2 and RFC
 * 3463; the server's own text is never interpreted.
 */
final class ReplyTable {
    private ReplyTable() {}

    /** What becomes of the message. */
    enum Verdict {
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
    static Verdict of(SmtpPhase phase, SmtpReply reply) {
        return of(phase, reply.code(), reply.enhanced());
    }

    /** The meaning of a reply that does not continue the conversation, or ends it. */
    static Verdict of(SmtpPhase phase, int code, String enhanced) {
        return switch (phase) {
            case CONNECT, TLS, GREETING, EHLO, STARTTLS, AUTH, RSET -> Verdict.UNAVAILABLE;
            case MAIL, DATA -> beforeTheMessage(code, Verdict.MESSAGE_REJECTED);
            case RCPT -> isTooManyRecipients(enhanced)
                    ? Verdict.DEFERRED
                    : beforeTheMessage(code, Verdict.RECIPIENT_REJECTED);
            case CONTENT -> of(phase, SmtpFault.GARBAGE);
            case END_OF_DATA -> afterTheMessage(code);
        };
    }

    /** The meaning of a conversation that ended without a reply. */
    static Verdict of(SmtpPhase phase, SmtpFault fault) {
        return phase == SmtpPhase.END_OF_DATA ? Verdict.UNCONFIRMED : Verdict.UNAVAILABLE;
    }

    private static Verdict beforeTheMessage(int code, Verdict rejected) {
        if (code == 421 || isLoginWanted(code)) {
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

    /** RFC 4954 section 6: the server wants a login or a better protected one, whatever the message. */
    private static boolean isLoginWanted(int code) {
        return code == 530 || code == 534 || code == 535 || code == 538;
    }

    /** RFC 3463: X.5.3; RFC 5321 section 4.5.3.1.10 wants it treated as temporary even under 552. */
    private static boolean isTooManyRecipients(String enhanced) {
        return enhanced.endsWith(".5.3");
    }
}
