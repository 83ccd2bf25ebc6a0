package dev.herald.sandbox.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Twilio's REST API for messages (version 2010-04-01) over plain HTTP on a free local port. It checks what Twilio checks,
 * answers as Twilio answers, and delivers every message to nobody, at once.
 */
public final class LocalTwilio implements AutoCloseable {
    /** The one account that there is. */
    public static final String ACCOUNT_SID = "AC" + "5a".repeat(16);
    public static final String AUTH_TOKEN = "token-of-the-sandbox";
    public static final String API_KEY = "SK" + "5a".repeat(16);
    public static final String API_SECRET = "secret-of-the-sandbox";

    private static final Pattern RESOURCE = Pattern
            .compile("/2010-04-01/Accounts/(AC\\p{XDigit}{32})(?:/Messages(?:/([SM]M\\p{XDigit}{32}))?)?\\.json");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final MessageLog messages = new MessageLog();
    private final Turns turns = new Turns();
    private final StatusCallbacks callbacks = new StatusCallbacks(AUTH_TOKEN);
    private final ExecutorService executor = Executors
            .newCachedThreadPool(Thread.ofPlatform().daemon().name("twilio-", 0).factory());
    private final Clock clock = Clock.systemUTC();
    private final HttpServer server;

    private LocalTwilio() throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true"); // else 40 ms for each answer
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1000);
        server.setExecutor(executor);
        server.createContext("/", this::answer);
        server.start();
    }

    public static LocalTwilio start() throws IOException {
        return new LocalTwilio();
    }

    /** What to use in place of {@code https://api.twilio.com}. */
    public URI baseUrl() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** The messages that were created, newest first; at most 500. */
    public List<TextMessage> newestFirst() {
        return messages.newestFirst();
    }

    /** Grows with every message and every change of a status. */
    public long version() {
        return messages.version();
    }

    @Override
    public void close() {
        server.stop(0);
        callbacks.close();
        executor.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().set("Twilio-Request-Id",
                    "RQ" + UUID.randomUUID().toString().replace("-", ""));
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String path = exchange.getRequestURI().getPath();
            Matcher resource = RESOURCE.matcher(path);
            if (!isAuthentic(exchange.getRequestHeaders().getFirst("Authorization"))) {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"Twilio API\"");
                refuse(exchange, new TwilioError(401, 20003, "Authenticate"));
            } else if (!resource.matches() || !resource.group(1).equals(ACCOUNT_SID)) {
                refuse(exchange, TwilioError.notFound(path));
            } else if (resource.group(2) != null) {
                fetch(exchange, resource.group(2));
            } else if (path.endsWith("/Messages.json")) {
                list(exchange, body);
            } else {
                reply(exchange, 200, account());
            }
        }
    }

    private void list(HttpExchange exchange, String body) throws IOException {
        switch (exchange.getRequestMethod()) {
            case "POST" -> create(exchange, FormData.parse(body));
            case "GET" -> {
                FormData query = FormData.parse(exchange.getRequestURI().getRawQuery());
                try {
                    reply(exchange, 200, messages.list(exchange.getRequestURI().getPath(), query));
                } catch (DateTimeException | NumberFormatException e) {
                    refuse(exchange, TwilioError.badRequest(20001, "A filter of the list can't be read"));
                }
            }
            default -> refuse(exchange, new TwilioError(405, 20004, "Method not allowed"));
        }
    }

    private void create(HttpExchange exchange, FormData form) throws IOException {
        Instant now = clock.instant();
        Optional<TwilioError> error = MessageRules.check(form, now);
        if (error.isPresent()) {
            refuse(exchange, error.get());
            return;
        }
        String to = form.get("To").orElseThrow();
        NumberFault fault = NumberFault.of(to).filter(known -> turns.goesWrong(to, known.times())).orElse(null);
        if (fault == NumberFault.TOO_MANY_REQUESTS) {
            exchange.getResponseHeaders().set("Retry-After", "1");
            refuse(exchange, new TwilioError(429, 20429, "Too Many Requests"));
        } else if (fault == NumberFault.UNAVAILABLE) {
            refuse(exchange, new TwilioError(503, 20503, "Service is unavailable"));
        } else if (fault != NumberFault.MESSAGE_LOST) {
            TextMessage created = create(form, now);
            if (fault == null) {
                reply(exchange, 201, created.toJson());
            }
        }
        // what gets no reply loses its connection
    }

    private TextMessage create(FormData form, Instant now) {
        TextMessage created = TextMessage.create(ACCOUNT_SID, form, now);
        if (created.isScheduled()) {
            messages.add(created);
        } else {
            TextMessage sent = created.sent(now);
            messages.add(sent);
            callbacks.later(() -> deliver(sent));
        }
        return created;
    }

    private void deliver(TextMessage sent) {
        callbacks.post(sent);
        TextMessage delivered = sent.delivered();
        messages.replace(delivered);
        callbacks.post(delivered);
    }

    private void fetch(HttpExchange exchange, String sid) throws IOException {
        Optional<TextMessage> message = messages.find(sid);
        if (message.isPresent()) {
            reply(exchange, 200, message.get().toJson());
        } else {
            refuse(exchange, TwilioError.notFound(exchange.getRequestURI().getPath()));
        }
    }

    private static boolean isAuthentic(@Nullable String authorization) {
        return List.of(ACCOUNT_SID + ":" + AUTH_TOKEN, API_KEY + ":" + API_SECRET).stream()
                .map(pair -> "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)))
                .anyMatch(expected -> expected.equals(authorization));
    }

    private Map<String, @Nullable Object> account() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("sid", ACCOUNT_SID);
        json.put("owner_account_sid", ACCOUNT_SID);
        json.put("friendly_name", "Herald sandbox");
        json.put("status", "active");
        json.put("type", "Full");
        json.put("date_created", TextMessage.rfc2822(clock.instant()));
        json.put("date_updated", TextMessage.rfc2822(clock.instant()));
        json.put("subresource_uris", Map.of("messages", "/2010-04-01/Accounts/" + ACCOUNT_SID + "/Messages.json"));
        json.put("uri", "/2010-04-01/Accounts/" + ACCOUNT_SID + ".json");
        return json;
    }

    private static void refuse(HttpExchange exchange, TwilioError error) throws IOException {
        reply(exchange, error.status(), error.toJson());
    }

    private static void reply(HttpExchange exchange, int status, Map<String, ?> json) throws IOException {
        byte[] body = JSON.writeValueAsBytes(json);
        exchange.getResponseHeaders().set("Content-Type", "application/json;charset=utf-8");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }
}
