package dev.herald.email;

import dev.herald.email.smtp.ReplyTable;
import dev.herald.email.smtp.SmtpException;
import dev.herald.email.smtp.SmtpPhase;
import dev.herald.email.smtp.SmtpReply;
import dev.herald.email.smtp.SmtpServer;
import dev.herald.email.smtp.StatusText;

/**
 * Why a conversation did not end well, as an operator reads it: the input or setting, what happened, what to do.
 *
 * @param setting the preset's property
 */
record SmtpReasons(String setting, SmtpServer server) {

    /** @param expired whether Herald ended it */
    String of(SmtpException e, boolean expired) {
        SmtpReply reply = e.reply();
        return reply == null ? setting + ": " + e.problem(server, expired) : of(e.phase(), reply, "recipient");
    }

    /** @param recipient the input that an answer to RCPT is about */
    String of(SmtpPhase phase, SmtpReply reply, String recipient) {
        String answer = "the server answered " + StatusText.of(reply);
        return switch (ReplyTable.of(phase, reply)) {
            case RECIPIENT_REJECTED -> recipient + ": " + answer;
            case MESSAGE_REJECTED -> subject(phase, reply) + ": " + answer
                    + (phase == SmtpPhase.RCPT ? " (" + recipient + ")" : "");
            case MISCONFIGURED -> setting + ".helo-name: " + answer + " to what Herald calls itself."
                    + " Set it to the full name of this machine, as the server can look it up";
            case DEFERRED -> phase == SmtpPhase.RCPT ? recipient + ": " + answer : atSetting(answer, phase);
            case UNAVAILABLE -> phase == SmtpPhase.AUTH ? login(reply) : atSetting(answer, phase) + advice(reply);
            case ACCEPTED, UNCONFIRMED -> atSetting(answer, phase);
        };
    }

    private String subject(SmtpPhase phase, SmtpReply reply) {
        return switch (ReplyTable.blame(phase, reply)) {
            case SENDER -> "sender";
            case CONTENT -> "body";
            case QUOTA -> "the day's limit (" + setting + ")";
            case POLICY -> "the server's policy (" + setting + ")";
            case RECIPIENT, HELO_NAME -> throw new IllegalStateException("is no refusal of the message");
        };
    }

    private String atSetting(String answer, SmtpPhase phase) {
        return setting + ": " + answer + " (" + phase.text() + ")";
    }

    private static String advice(SmtpReply reply) {
        return switch (reply.code()) {
            case 530, 534, 538 -> ". It wants a login or encryption first: see username and security";
            default -> "";
        };
    }

    private String login(SmtpReply reply) {
        if (reply.code() / 100 == 4) {
            return setting + ": the server could not check the login, " + StatusText.of(reply);
        }
        return setting + ": the server refused the login, " + StatusText.of(reply) + ". " + switch (reply.detail()) {
            case "7.139" -> "Have SMTP AUTH switched on there, or use oauth2: the password may well be right";
            case "7.9" -> "The provider wants another kind of login: an app password, or oauth2";
            case "7.11" -> "Set security to starttls or tls";
            default -> "Check its username and password or oauth2";
        };
    }

}
