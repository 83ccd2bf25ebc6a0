package dev.herald.sandbox;

import dev.herald.message.ActionType;
import dev.herald.sandbox.engine.Instance;
import dev.herald.sandbox.engine.InstanceWatch;
import dev.herald.sandbox.local.LocalTwilio;
import dev.herald.sandbox.local.Mailbox;
import dev.herald.sandbox.local.ParsedMail;
import dev.herald.sandbox.local.ReceivedMail;
import dev.herald.sandbox.local.TextMessage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
    record Mail(ReceivedMail received, ParsedMail parsed, List<String> statuses) {
        private static final Pattern HERALDS = Pattern.compile("<herald\\.(\\d{1,18})\\..*");

        /** The job whose email it is, which the Message-ID holds; -1 for none. */
        long jobKey() {
            String id = parsed.messageId();
            Matcher heralds = HERALDS.matcher(id == null ? "" : id);
            return heralds.matches() ? Long.parseLong(heralds.group(1)) : -1;
        }
    }

    /** Every arrival under that Message-ID or SID: more than one if it was sent twice. */
    List<Sent> find(ActionType action, String messageId) {
        return switch (action) {
            case SMTP_SEND_EMAIL -> mails().stream().filter(mail -> messageId.equals(mail.parsed().messageId()))
                    .map(Outbox::sent).toList();
            case SEND_SMS -> twilio.newestFirst().stream().filter(sms -> sms.sid().equals(messageId))
                    .map(sms -> new Sent(sms.to(), sms.body())).toList();
        };
    }

    /** What arrived of the emails that a task was refused: where nobody of {@code recipient} took one, but others did. */
    List<Sent> copies(Instance instance) {
        Set<Long> jobs = instance.all().flatMap(one -> one.visits().stream()).map(Instance.Visit::jobKey)
                .collect(Collectors.toSet());
        Set<String> told = instance.all()
                .flatMap(one -> one.visits().stream()
                        .flatMap(visit -> InstanceView.messageIds(visit, one.stepsAt(visit))))
                .collect(Collectors.toSet());
        return mails().stream()
                .filter(mail -> jobs.contains(mail.jobKey()) && !told.contains(mail.parsed().messageId()))
                .map(Outbox::sent).toList();
    }

    /** The Message-IDs of what arrived of a job. */
    Stream<String> idsOf(long jobKey) {
        return mails().stream().filter(mail -> mail.jobKey() == jobKey)
                .map(mail -> String.valueOf(mail.parsed().messageId()));
    }

    private static Sent sent(Mail mail) {
        return new Sent(String.join(", ", mail.received().recipients()), mail.parsed().subject());
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
