package dev.herald.sandbox;

import dev.herald.sandbox.engine.Instance;
import dev.herald.sandbox.local.ParsedMail;
import dev.herald.sandbox.local.ReceivedMail;
import dev.herald.sandbox.local.TextMessage;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A message in the page's list.
 *
 * @param kind email or sms
 * @param number of the email, null for an SMS
 * @param subject of the email, null for an SMS
 * @param text of the SMS, null for an email: its parts are asked for one by one
 * @param parts what the email has: html, text
 * @param notes what else there is to know, as {@code Bcc} or the number of segments
 * @param place where it was sent, null where that is not known
 */
record MessageView(String kind, @Nullable Long number, @Nullable String messageId, Instant at, String from, String to,
        @Nullable String subject, @Nullable String text, List<String> parts, List<FileView> files, List<String> notes,
        @Nullable Place place) {

    record FileView(String name, String contentType, int size) {}

    /**
     * @param visit the key of the element's instance
     * @param name what the element is called
     */
    record Place(String instance, String processId, String visit, String name) {}

    static MessageView of(Outbox.Mail arrived, Map<String, Place> places) {
        ReceivedMail received = arrived.received();
        ParsedMail mail = arrived.parsed();
        List<String> hidden = received.recipients().stream()
                .filter(recipient -> !(mail.to() + mail.cc()).contains(recipient)).toList();
        List<String> notes = Stream.concat(arrived.statuses().stream(),
                Stream.of(mail.cc().isEmpty() ? "" : "Cc: " + mail.cc(),
                        hidden.isEmpty() ? "" : "Bcc: " + String.join(", ", hidden)))
                .filter(note -> !note.isEmpty()).toList();
        List<String> parts = Stream.of(mail.html() == null ? "" : "html", mail.text() == null ? "" : "text")
                .filter(part -> !part.isEmpty()).toList();
        return new MessageView("email", received.number(), mail.messageId(), received.at(), mail.from(), mail.to(),
                mail.subject(), null, parts, mail.files().stream()
                        .map(file -> new FileView(file.name(), file.contentType(), file.content().length)).toList(),
                notes, places.getOrDefault(mail.messageId(), places.get(job(arrived.jobKey()))));
    }

    static MessageView of(TextMessage sms, Map<String, Place> places) {
        Stream<String> facts = Stream.of(sms.status(),
                sms.segments() + (sms.segments() == 1 ? " segment" : " segments"));
        String sender = sms.from() == null ? String.valueOf(sms.messagingServiceSid()) : sms.from();
        return new MessageView("sms", null, sms.sid(), sms.createdAt(), sender, sms.to(), null, sms.body(), List.of(),
                List.of(), Stream.concat(facts, sms.mediaUrls().stream()).toList(), places.get(sms.sid()));
    }

    private static String job(long key) {
        return "job " + key;
    }

    /** Which task sent what, by message id, and by job for an email that its task does not name. */
    static Map<String, Place> places(List<Instance> instances, Report report) {
        Map<String, Place> places = new HashMap<>();
        instances.stream().flatMap(Instance::all).forEach(instance -> instance.visits().stream()
                .filter(Instance.Visit::isHeralds).forEach(visit -> Stream
                        .concat(InstanceView.messageIds(visit, instance.stepsAt(visit)), Stream.of(job(visit.jobKey())))
                        .forEach(id -> places.put(id, new Place(String.valueOf(instance.key()), instance.processId(),
                                String.valueOf(visit.key()), report.nameOf(visit.element()))))));
        return places;
    }
}
