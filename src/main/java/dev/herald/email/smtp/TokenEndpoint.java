package dev.herald.email.smtp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.herald.email.address.Text;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Where access tokens come from: client credentials (RFC 6749 section 4.4) or a refresh token (section 6) for one. */
final class TokenEndpoint {
    private static final ObjectMapper JSON = new ObjectMapper();
    // those of RFC 6749 section 5.2 and their like; nothing else of an answer may be repeated
    private static final Pattern ERROR_CODE = Pattern.compile("[a-z_]{1,40}");
    private static final int LONGEST_ANSWER = 64 * 1024;
    private static final long DEFAULT_LIFETIME = 300;
    private static final int LONGEST_LIFETIME = 86_400;

    private final OAuth2 oauth2;
    private final HttpClient http;
    private final Duration timeout;

    TokenEndpoint(OAuth2 oauth2, HttpClient http, Duration timeout) {
        this.oauth2 = oauth2;
        this.http = http;
        this.timeout = timeout;
    }

    /**
     * A token.
     *
     * @param refreshToken what is to be shown for the next; null where the answer has none
     */
    record Grant(String accessToken, Duration lifetime, @Nullable String refreshToken) {
        @Override
        public String toString() {
            return "Grant[" + lifetime + "]";
        }
    }

    /** The endpoint gave no token. */
    static final class NoTokenException extends Exception {
        private final String error;

        /** @param error as in RFC 6749 section 5.2, or the end of a sentence about what happened instead */
        NoTokenException(String error, @Nullable Throwable cause) {
            super(error, cause);
            this.error = error;
        }

        /** Whether the refresh token is no longer good. */
        boolean isInvalidGrant() {
            return error.endsWith("invalid_grant");
        }
    }

    /** @param refreshToken null for client credentials */
    Grant ask(@Nullable String refreshToken, Deadline deadline) throws NoTokenException {
        HttpResponse<String> response = request(refreshToken, deadline);
        JsonNode body = parse(response.body());
        String token = body.path("access_token").asText("");
        if (response.statusCode() / 100 != 2 || token.isEmpty() || !Text.isAscii(token)) {
            JsonNode error = body.path("error");
            throw new NoTokenException(
                    "it answered " + (error.isTextual() && ERROR_CODE.matcher(error.asText()).matches()
                            ? error.asText()
                            : "HTTP status " + response.statusCode()),
                    null);
        }
        long lifetime = Math.clamp(body.path("expires_in").asLong(DEFAULT_LIFETIME), 0, LONGEST_LIFETIME);
        String next = body.path("refresh_token").asText("");
        return new Grant(token, Duration.ofSeconds(lifetime), next.isEmpty() ? null : next);
    }

    private static JsonNode parse(String json) {
        try {
            return Objects.requireNonNullElse(JSON.readTree(json), MissingNode.getInstance());
        } catch (JsonProcessingException e) {
            // its text may hold the token
            return MissingNode.getInstance();
        }
    }

    /** The timeout of an {@link HttpRequest} ends with the response's header: a body that never comes would hold everyone up. */
    private HttpResponse<String> request(@Nullable String refreshToken, Deadline deadline) throws NoTokenException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(String.valueOf(oauth2.tokenUri())))
                .header("Content-Type", "application/x-www-form-urlencoded").header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(form(refreshToken))).build();
        CompletableFuture<HttpResponse<String>> response = http.sendAsync(request,
                info -> new BoundedBody(LONGEST_ANSWER));
        try {
            return response.get(Math.min(deadline.left().toNanos(), timeout.toNanos()), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new NoTokenException(problem(e), e);
        } catch (TimeoutException e) {
            throw new NoTokenException("it did not answer in time", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NoTokenException("it did not answer in time", e);
        } finally {
            response.cancel(true);
        }
    }

    private static String problem(Throwable e) {
        for (Throwable cause : Stream.iterate(e, Objects::nonNull, Throwable::getCause).toList().reversed()) {
            switch (cause) {
                case UnresolvedAddressException unknown -> {
                    return "its name is unknown";
                }
                case HttpTimeoutException late -> {
                    return "it did not answer in time";
                }
                case ConnectException refused -> {
                    return "the connection was refused";
                }
                case SSLException untrusted -> {
                    return "TLS could not be established, or its certificate is not trusted";
                }
                case BoundedBody.TooLongException tooLong -> {
                    return "its answer is too long";
                }
                default -> {
                }
            }
        }
        return "the connection broke";
    }

    private String form(@Nullable String refreshToken) {
        Map<String, @Nullable String> fields = new LinkedHashMap<>();
        fields.put("grant_type", refreshToken == null ? "client_credentials" : "refresh_token");
        fields.put("refresh_token", refreshToken);
        fields.put("client_id", oauth2.clientId());
        fields.put("client_secret", oauth2.clientSecret());
        fields.put("scope", oauth2.scope());
        return fields.entrySet().stream().filter(field -> field.getValue() != null)
                .map(field -> field.getKey() + '='
                        + URLEncoder.encode(String.valueOf(field.getValue()), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
