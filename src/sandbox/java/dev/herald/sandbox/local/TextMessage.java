package dev.herald.sandbox.local;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message that the local Twilio API created, with the properties of Twilio's Message resource.
 *
 * @param from null while a messaging service has not chosen a sender
 * @param sentAt null until it left
 * @param status {@code queued}, {@code accepted}, {@code scheduled}, {@code sent} or {@code delivered}
 */
public record TextMessage(String sid, String accountSid, String to, @Nullable String from,
        @Nullable String messagingServiceSid, String body, List<String> mediaUrls, Instant createdAt,
        @Nullable Instant sentAt, String status, @Nullable String statusCallback) {

    private static final DateTimeFormatter RFC_2822 = DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss Z",
            Locale.ROOT);

    public TextMessage {
        mediaUrls = List.copyOf(mediaUrls);
    }

    /** The message that a request asks for, which has to have passed {@link MessageRules}. */
    static TextMessage create(String accountSid, FormData form, Instant now) {
        String service = form.get("MessagingServiceSid").orElse(null);
        boolean scheduled = form.get("SendAt").isPresent() && form.get("ScheduleType").isPresent();
        String status = scheduled ? "scheduled" : service != null ? "accepted" : "queued";
        List<String> media = form.all("MediaUrl");
        String sid = (media.isEmpty() ? "SM" : "MM") + UUID.randomUUID().toString().replace("-", "");
        return new TextMessage(sid, accountSid, form.get("To").orElseThrow(), form.get("From").orElse(null), service,
                form.get("Body").orElse(""), media, now, null, status, form.get("StatusCallback").orElse(null));
    }

    TextMessage sent(Instant when) {
        return new TextMessage(sid, accountSid, to, from, messagingServiceSid, body, mediaUrls, createdAt, when, "sent",
                statusCallback);
    }

    TextMessage delivered() {
        return new TextMessage(sid, accountSid, to, from, messagingServiceSid, body, mediaUrls, createdAt, sentAt,
                "delivered", statusCallback);
    }

    boolean isScheduled() {
        return "scheduled".equals(status);
    }

    /** How many parts it takes on the air. */
    public int segments() {
        return SmsSegments.count(body);
    }

    Map<String, @Nullable Object> toJson() {
        String uri = "/2010-04-01/Accounts/" + accountSid + "/Messages/" + sid;
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("account_sid", accountSid);
        json.put("api_version", "2010-04-01");
        json.put("body", body);
        json.put("date_created", rfc2822(createdAt));
        json.put("date_sent", sentAt == null ? null : rfc2822(sentAt));
        json.put("date_updated", rfc2822(sentAt == null ? createdAt : sentAt));
        json.put("direction", "outbound-api");
        json.put("error_code", null);
        json.put("error_message", null);
        json.put("from", from);
        json.put("messaging_service_sid", messagingServiceSid);
        json.put("num_media", String.valueOf(mediaUrls.size()));
        json.put("num_segments", from == null && sentAt == null ? "0" : String.valueOf(segments()));
        json.put("price", null);
        json.put("price_unit", "USD");
        json.put("sid", sid);
        json.put("status", status);
        json.put("subresource_uris", Map.of("media", uri + "/Media.json"));
        json.put("to", to);
        json.put("uri", uri + ".json");
        return json;
    }

    static String rfc2822(Instant instant) {
        return RFC_2822.format(instant.atOffset(ZoneOffset.UTC));
    }
}
