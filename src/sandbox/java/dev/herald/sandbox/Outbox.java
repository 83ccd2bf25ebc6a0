package dev.herald.sandbox;

import dev.herald.message.ActionType;
import dev.herald.sandbox.engine.InstanceWatch;
import dev.herald.sandbox.local.LocalTwilio;
import dev.herald.sandbox.local.Mailbox;
import dev.herald.sandbox.local.ParsedMail;
import dev.herald.sandbox.local.ReceivedMail;
import dev.herald.sandbox.local.TextMessage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What arrived at the sandbox's own servers. */
final class Outbox {
    private final Mailbox mailbox;
    private final LocalTwilio twilio;
    private final InstanceWatch watch;
    /** By number, so that each is taken apart once. */
    private final Map<Long, ParsedMail> parsed = new HashMap<>();

    /** @param watch knows what Herald said became of an email */
    Outbox(Mailbox mailbox, LocalTwilio twilio, InstanceWatch watch) {
        this.mailbox = mailbox;
        this.twilio = twilio;
        this.watch = watch;
    }

    /**
     * One message, in a line.
     *
     * @param text the subject of the email, the text of the SMS
     */
    record Sent(String to, String text) {}

    /**
     * An email and what it holds.
     *
     * @param statuses what Herald heard of it afterwards
     */
    record Mail(ReceivedMail received, ParsedMail parsed, List<String> statuses) {}

    /** Every arrival under that Message-ID or SID: more than one if it was sent twice. */
    List<Sent> find(ActionType action, String messageId) {
        return switch (action) {
            case SMTP_SEND_EMAIL -> mails().stream().filter(mail -> messageId.equals(mail.parsed().messageId()))
                    .map(mail -> new Sent(String.join(", ", mail.received().recipients()), mail.parsed().subject()))
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

    /** The emails that are kept, newest first. */
    synchronized List<Mail> mails() {
        List<ReceivedMail> received = mailbox.newestFirst();
        parsed.keySet().retainAll(received.stream().map(ReceivedMail::number).collect(Collectors.toSet()));
        return received.stream()
                .map(mail -> mail(mail, parsed.computeIfAbsent(mail.number(), any -> ParsedMail.of(mail))))
                .toList();
    }

    private Mail mail(ReceivedMail received, ParsedMail content) {
        String id = content.messageId();
        return new Mail(received, content, id == null ? List.of() : watch.emailStatuses(id));
    }

    List<TextMessage> textMessages() {
        return twilio.newestFirst();
    }
}
