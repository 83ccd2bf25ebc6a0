package dev.herald.email.smtp;

/** Which answers are about pace or concurrency rather than about the message. */
public final class Pushback {
    private Pushback() {}

    /** Whether others had better wait, too: never for what is said of a single recipient. */
    public static boolean isIn(SmtpPhase phase, SmtpReply reply) {
        if (phase == SmtpPhase.AUTH && reply.code() == 454) {
            return false; // RFC 4954: the login could not be checked
        }
        boolean early = reply.code() / 100 == 4 && phase.isBeforeRecipients();
        return early || reply.isClosing() || isAboutPace(reply);
    }

    /** Whether the answer is about pace or concurrency whenever it comes, so that a fresh connection would change nothing. */
    static boolean isAboutPace(SmtpReply reply) {
        return isAboutConcurrency(reply) || isAboutRate(reply);
    }

    /** Whether the connection is better closed: it may be one too many, or be refused whatever it is used for. */
    static boolean spoilsConnection(SmtpPhase phase, SmtpReply reply) {
        boolean later = reply.code() / 100 == 4;
        return later && (isAboutConcurrency(reply) || (phase == SmtpPhase.MAIL && !isAboutRate(reply)));
    }

    /** RFC 4954's 432 is Exchange's word for too many connections. */
    private static boolean isAboutConcurrency(SmtpReply reply) {
        return reply.code() == 432 || (reply.detail().equals("3.2") && !reply.isClosing());
    }

    private static boolean isAboutRate(SmtpReply reply) {
        return reply.code() == 454 || (reply.detail().equals("4.5") && !reply.isClosing());
    }
}
