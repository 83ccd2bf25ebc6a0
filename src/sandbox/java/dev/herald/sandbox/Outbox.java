package dev.herald.sandbox;

import dev.herald.sandbox.local.TextMessage;
import dev.herald.sandbox.local.ParsedMail;
import dev.herald.sandbox.local.Mailbox;
import dev.herald.sandbox.local.LocalTwilio;
import dev.herald.message.ActionType;
import java.util.List;

/** What arrived at the sandbox's own servers. */
final class Outbox {
    private final Mailbox mailbox;
    private final LocalTwilio twilio;

    Outbox(Mailbox mailbox, LocalTwilio twilio) {
        this.mailbox = mailbox;
        this.twilio = twilio;
    }

    /**
     * One message, in a line.
     *
     * @param text the subject of the email, the text of the SMS
     */
    record Sent(String to, String text) {}

    /** Every arrival under that Message-ID or SID: more than one if it was sent twice. */
    List<Sent> find(ActionType action, String messageId) {
        return switch (action) {
            case SMTP_SEND_EMAIL -> mailbox.newestFirst().stream()
                    .filter(mail -> messageId.equals(ParsedMail.of(mail).messageId()))
                    .map(mail -> new Sent(String.join(", ", mail.recipients()), ParsedMail.of(mail).subject()))
                    .toList();
            case SEND_SMS -> twilio.newestFirst().stream().filter(sms -> sms.sid().equals(messageId))
                    .map(sms -> new Sent(sms.to(), sms.body())).toList();
        };
    }

    /** How much arrived; grows with every message and every change of a status. */
    long version() {
        return mailbox.received() + twilio.version();
    }

    Mailbox mailbox() {
        return mailbox;
    }

    List<TextMessage> textMessages() {
        return twilio.newestFirst();
    }
}
