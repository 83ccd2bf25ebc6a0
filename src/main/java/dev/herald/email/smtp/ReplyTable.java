package dev.herald.email.smtp;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a reply, or its absence, means for the message, by the phase of the conversation. Follows RFC 5321 section 4.2, RFC
 * 3463 and the codes that large providers document; the server's own text is never interpreted.
 */
public final class ReplyTable {
    /** Of a mailbox or its domain; X.1.10 is RFC 7505, and Exchange's word for an unknown recipient. */
    private static final Pattern OF_MAILBOX = Pattern.compile("1\\.(?:[1-6]|10)|2\\.\\d+");
    private static final Set<Integer> OF_MAILBOX_IF_BARE = Set.of(550, 551, 553);
    /** RFC 3463, RFC 7372, RFC 7505; Exchange: not allowed to send as this sender. */
    private static final Set<String> OF_SENDER = Set.of("1.7", "1.8", "2.251", "2.252", "7.20", "7.21", "7.22", "7.23",
            "7.24", "7.26", "7.27", "7.60");
    // too large, or of a kind that is not taken; 6.7 is about an address (RFC 6531)
    private static final Pattern OF_CONTENT = Pattern.compile("2\\.3|3\\.4|6\\.(?!7$).*");
    /** Gmail's 5.4.5, Exchange's 5.1.90 and its limits of a tenant; X.7.28 is RFC 7372's kin, a flood. */
    private static final Set<String> OF_QUOTA = Set.of("1.90", "4.5", "7.28", "7.232", "7.233", "7.236", "7.705");

    private ReplyTable() {}

    /** What becomes of the message. */
    public enum Verdict {
        /** Responsibility is with the server. */
        ACCEPTED,
        /** This recipient will never be accepted. */
        RECIPIENT_REJECTED,
        /** This message will never be accepted, and no mailbox is to blame. */
        MESSAGE_REJECTED,
        /** Only the preset's settings can change the server's mind. */
        MISCONFIGURED,
        /** The server saw this message and said later. */
        DEFERRED,
        /** The server could not be spoken to, so that nothing was said about this message. */
        UNAVAILABLE,
        /** Nobody knows whether the server accepted it. */
        UNCONFIRMED
    }

    /** What a refusal is about. */
    public enum Blame {
        /** A mailbox, or what is before or after its at sign. */
        RECIPIENT,
        /** Who sends, or who he says he is. */
        SENDER,
        /** The message itself: its size, its form. */
        CONTENT,
        /** How much one may send in a time. */
        QUOTA,
        /** What Herald calls itself, see RFC 5321 section 4.1.1.1. */
        HELO_NAME,
        /** Whatever else the server minds. */
        POLICY
    }

    /** The meaning of a reply that does not continue the conversation, or ends it. */
    public static Verdict of(SmtpPhase phase, SmtpReply reply) {
        return switch (phase) {
            case CONNECT, TLS, GREETING, STARTTLS, AUTH, RSET -> Verdict.UNAVAILABLE;
            case EHLO -> reply.code() == 501 || reply.code() == 504 ? Verdict.MISCONFIGURED : Verdict.UNAVAILABLE;
            case MAIL, RCPT, DATA, CONTENT -> beforeTheMessage(phase, reply);
            case END_OF_DATA -> afterTheMessage(reply);
        };
    }

    /** The meaning of a conversation that ended without a reply. */
    public static Verdict withoutReply(SmtpPhase phase) {
        return phase == SmtpPhase.END_OF_DATA ? Verdict.UNCONFIRMED : Verdict.UNAVAILABLE;
    }

    private static Verdict beforeTheMessage(SmtpPhase phase, SmtpReply reply) {
        if (isAboutTheSession(reply.code())) {
            return Verdict.UNAVAILABLE;
        }
        return switch (reply.code() / 100) {
            case 4 -> Verdict.DEFERRED;
            case 5 -> phase == SmtpPhase.RCPT && isTooManyRecipients(reply) ? Verdict.DEFERRED : refused(phase, reply);
            default -> Verdict.UNAVAILABLE;
        };
    }

    private static Verdict afterTheMessage(SmtpReply reply) {
        return switch (reply.code() / 100) {
            case 2 -> Verdict.ACCEPTED;
            case 4 -> Verdict.DEFERRED;
            case 5 -> refused(SmtpPhase.END_OF_DATA, reply);
            default -> Verdict.UNCONFIRMED;
        };
    }

    private static Verdict refused(SmtpPhase phase, SmtpReply reply) {
        return switch (blame(phase, reply)) {
            case RECIPIENT -> Verdict.RECIPIENT_REJECTED;
            case HELO_NAME -> Verdict.MISCONFIGURED;
            case SENDER, CONTENT, QUOTA, POLICY -> Verdict.MESSAGE_REJECTED;
        };
    }

    /** What a reply to the message's own commands is about: by its codes, else by what was last said to the server. */
    public static Blame blame(SmtpPhase phase, SmtpReply reply) {
        String detail = reply.detail();
        if (OF_SENDER.contains(detail)) {
            return Blame.SENDER;
        }
        if (OF_QUOTA.contains(detail)) {
            return Blame.QUOTA;
        }
        return switch (phase) {
            case MAIL -> ofSender(reply);
            case RCPT -> ofRecipient(reply);
            default -> ofMessage(reply);
        };
    }

    private static Blame ofSender(SmtpReply reply) {
        if (isOfContent(reply)) {
            return Blame.CONTENT;
        }
        if (isAboutSyntax(reply)) {
            return Blame.HELO_NAME;
        }
        return reply.detail().matches("[34]\\..*") ? Blame.POLICY : Blame.SENDER;
    }

    private static Blame ofRecipient(SmtpReply reply) {
        String detail = reply.detail();
        boolean bare = detail.isEmpty();
        if (bare ? OF_MAILBOX_IF_BARE.contains(reply.code()) : OF_MAILBOX.matcher(detail).matches()) {
            return Blame.RECIPIENT;
        }
        if (isOfContent(reply)) {
            return Blame.CONTENT;
        }
        // servers as Postfix say it here of what EHLO said
        return isAboutSyntax(reply) ? Blame.HELO_NAME : Blame.POLICY;
    }

    private static Blame ofMessage(SmtpReply reply) {
        String detail = reply.detail();
        if (isOfContent(reply)) {
            return Blame.CONTENT;
        }
        // X.2.0 after a whole message is Exchange's limit of submissions
        if (OF_MAILBOX.matcher(detail).matches() && !detail.equals("2.0")) {
            return Blame.RECIPIENT;
        }
        return detail.isEmpty() || detail.startsWith("5.") ? Blame.CONTENT : Blame.POLICY;
    }

    private static boolean isOfContent(SmtpReply reply) {
        return reply.detail().isEmpty() ? reply.code() == 552 : OF_CONTENT.matcher(reply.detail()).matches();
    }

    /** Herald's addresses have the right syntax; what can have the wrong one is its name. */
    private static boolean isAboutSyntax(SmtpReply reply) {
        return (reply.code() == 501 || reply.code() == 504) && reply.detail().equals("5.2");
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
    private static boolean isTooManyRecipients(SmtpReply reply) {
        return reply.detail().equals("5.3");
    }

    /** Whether, where others were accepted, it says that a recipient was one too many (RFC 5321 section 4.5.3.1.10). */
    public static boolean isOneTooMany(SmtpReply reply) {
        boolean bare = reply.detail().isEmpty() && (reply.code() == 452 || reply.code() == 552);
        return bare || isTooManyRecipients(reply);
    }
}
