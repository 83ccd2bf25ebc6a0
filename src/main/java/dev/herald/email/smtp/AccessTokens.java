package dev.herald.email.smtp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.herald.email.address.Text;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Access tokens by client credentials (RFC 6749 section 4.4), kept until shortly before they expire. */
public final class AccessTokens {
    private static final ObjectMapper JSON = new ObjectMapper();
    // those of RFC 6749 section 5.2 and their like; nothing else of an answer may be repeated
    private static final Pattern ERROR_CODE = Pattern.compile("[a-z_]{1,40}");
    private static final Duration EARLY = Duration.ofMinutes(1);
    private static final long DEFAULT_LIFETIME = 300;
    private static final int LONGEST_LIFETIME = 86_400;

    private final HttpClient http;
    private final Duration timeout;
    private final HttpRequest request;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable Token current;

    /**
     * @param value what the server wants to see
     * @param expires by {@link System#nanoTime}
     * @param fresh whether it was fetched for this very caller
     */
    record Token(String value, long expires, boolean fresh) {
        @Override
        public String toString() {
            return "Token[]";
        }
    }

    public AccessTokens(OAuth2 oauth2, HttpClient http, Duration timeout) {
        this.http = http;
        this.timeout = timeout;
        request = HttpRequest.newBuilder(URI.create(String.valueOf(oauth2.tokenUri())))
                .header("Content-Type", "application/x-www-form-urlencoded").header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(form(oauth2))).build();
    }

    private static String form(OAuth2 oauth2) {
        Map<String, @Nullable String> fields = new LinkedHashMap<>();
        fields.put("grant_type", "client_credentials");
        fields.put("client_id", oauth2.clientId());
        fields.put("client_secret", oauth2.clientSecret());
        fields.put("scope", oauth2.scope());
        return fields.entrySet().stream().filter(field -> field.getValue() != null)
                .map(field -> field.getKey() + '='
                        + URLEncoder.encode(String.valueOf(field.getValue()), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    /**
     * What a server wants to see, for a login outside of SMTP.
     *
     * @throws IOException where none is to be had now
     */
    public String value(ScheduledExecutorService alarms) throws IOException {
        try (Deadline deadline = new Deadline(timeout, alarms)) {
            return get(deadline).value();
        } catch (SmtpException e) {
            throw new IOException("no access token", e);
        }
    }

    /** A token that is still good. Others wait while one caller fetches it. */
    Token get(Deadline deadline) throws SmtpException {
        try {
            if (!lock.tryLock(deadline.left().toNanos(), TimeUnit.NANOSECONDS)) {
                throw noToken("", null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw noToken("", e);
        }
        try {
            Token known = current;
            if (known != null && known.expires() - System.nanoTime() > 0) {
                return known;
            }
            Token fetched = fetch(deadline);
            current = new Token(fetched.value(), fetched.expires(), false);
            return fetched;
        } finally {
            lock.unlock();
        }
    }

    /** Not to be given out again. Does not wait for who fetches one: at worst theirs is fetched twice. */
    void discard(Token token) {
        Token known = current;
        if (known != null && known.value().equals(token.value())) {
            current = null;
        }
    }

    private Token fetch(Deadline deadline) throws SmtpException {
        HttpResponse<String> response = request(deadline);
        JsonNode body = parse(response.body());
        String value = body.path("access_token").asText("");
        if (response.statusCode() / 100 != 2 || value.isEmpty() || !Text.isAscii(value)) {
            JsonNode error = body.path("error");
            throw noToken(", which answered " + (error.isTextual() && ERROR_CODE.matcher(error.asText()).matches()
                    ? error.asText()
                    : "HTTP status " + response.statusCode()), null);
        }
        Duration lifetime = Duration
                .ofSeconds(Math.clamp(body.path("expires_in").asLong(DEFAULT_LIFETIME), 0, LONGEST_LIFETIME));
        Duration kept = lifetime.compareTo(EARLY.multipliedBy(2)) > 0
                ? lifetime.minus(EARLY)
                : lifetime.dividedBy(2);
        return new Token(value, System.nanoTime() + kept.toNanos(), true);
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            // its text may hold the token
            return MissingNode.getInstance();
        }
    }

    /** The timeout of an {@link HttpRequest} ends with the response's header: a body that never comes would hold everyone up. */
    private HttpResponse<String> request(Deadline deadline) throws SmtpException {
        CompletableFuture<HttpResponse<String>> response = http.sendAsync(request,
                HttpResponse.BodyHandlers.ofString());
        try {
            return response.get(Math.min(deadline.left().toNanos(), timeout.toNanos()), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw noToken("", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw noToken("", e);
        } finally {
            response.cancel(true);
        }
    }

    private static SmtpException noToken(String remark, @Nullable Throwable cause) {
        return SmtpException.broken(SmtpPhase.AUTH, SmtpFault.NO_TOKEN, remark, cause);
    }
}
