package dev.herald.sandbox.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Posts what becomes of a message to its status callback, in order, signed as Twilio signs. */
final class StatusCallbacks implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(15); // as Twilio's

    private final String authToken;
    private final ExecutorService executor = Executors
            .newSingleThreadExecutor(Thread.ofPlatform().daemon().name("twilio-callbacks").factory());
    private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    StatusCallbacks(String authToken) {
        this.authToken = authToken;
    }

    /** Runs a step of a message's life after those that were handed over before it. */
    void later(Runnable step) {
        executor.execute(step);
    }

    /** Posts the message's status, if it has a callback; whether that is answered makes no difference to Twilio. */
    void post(TextMessage message) {
        String url = message.statusCallback();
        if (url == null) {
            return;
        }
        Map<String, String> fields = fields(message);
        HttpRequest request = HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE)
                .header("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
                .header("User-Agent", "TwilioProxy/1.1").header("X-Twilio-Signature", sign(authToken, url, fields))
                .POST(HttpRequest.BodyPublishers.ofString(FormData.encode(fields))).build();
        try {
            http.send(request, HttpResponse.BodyHandlers.discarding());
        } catch (IOException e) {
            System.getLogger(StatusCallbacks.class.getName()).log(System.Logger.Level.WARNING,
                    "A status callback was not answered: {0}", e.getClass().getSimpleName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** https://www.twilio.com/docs/usage/webhooks/webhooks-security: URL, then each name and value in the order of names. */
    static String sign(String authToken, String url, Map<String, String> fields) {
        StringBuilder signed = new StringBuilder(url);
        new TreeMap<>(fields).forEach((name, value) -> signed.append(name).append(value));
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(authToken.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return Base64.getEncoder().encodeToString(mac.doFinal(signed.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA1", e);
        }
    }

    private static Map<String, String> fields(TextMessage message) {
        Map<String, String> fields = new TreeMap<>();
        fields.put("AccountSid", message.accountSid());
        fields.put("ApiVersion", "2010-04-01");
        fields.put("MessageSid", message.sid());
        fields.put("MessageStatus", message.status());
        fields.put("SmsSid", message.sid());
        fields.put("SmsStatus", message.status());
        fields.put("To", message.to());
        if (message.from() != null) {
            fields.put("From", message.from());
        }
        if (message.messagingServiceSid() != null) {
            fields.put("MessagingServiceSid", message.messagingServiceSid());
        }
        return fields;
    }

    @Override
    public void close() {
        executor.shutdownNow();
        http.shutdownNow();
    }
}
