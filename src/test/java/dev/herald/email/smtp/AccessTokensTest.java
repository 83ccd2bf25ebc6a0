package dev.herald.email.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.herald.email.Emails;
import dev.herald.email.Mailer;
import dev.herald.email.Presets;
import dev.herald.message.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** XOAUTH2 with client credentials. */
class AccessTokensTest {
    private final HttpServer tokens = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private final ExecutorService handlers = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> logins = new CopyOnWriteArrayList<>();
    private final AtomicInteger issued = new AtomicInteger();
    private volatile int status = 200;
    private volatile String answers = "{\"access_token\":\"token%d\",\"token_type\":\"Bearer\",\"expires_in\":%d}";
    private volatile long lifetime = 3600;
    private final CountDownLatch stalled = new CountDownLatch(1);
    private volatile boolean stalls;
    private volatile String revoked = "none";
    private final FaultySmtpServer server = FaultySmtpServer.start().offer("AUTH PLAIN XOAUTH2")
            .credentials((mechanism, response) -> {
                logins.add(mechanism + ' ' + response.replace('\1', '|'));
                return !response.contains("Bearer " + revoked);
            });
    private final Mailer mailer;

    AccessTokensTest() throws IOException {
        tokens.createContext("/token", this::issue);
        tokens.setExecutor(handlers);
        tokens.start();
        mailer = Mailer.with(preset());
    }

    private Presets preset() {
        return Presets.on(server.port()).oauth2("shop@acme.example",
                new OAuth2("http://localhost:" + tokens.getAddress().getPort() + "/token", "id", "s&cret",
                        "https://a/.default"));
    }

    @AfterEach
    void close() {
        stalled.countDown();
        mailer.close();
        server.close();
        tokens.stop(0);
        handlers.shutdown();
    }

    @Test
    void fetchesATokenOnceForManyConnections() {
        for (int i = 0; i < 3; i++) {
            assertThat(send()).isInstanceOf(Outcome.Accepted.class);
            server.dropConnections();
        }
        assertThat(requests).containsExactly("grant_type=client_credentials&client_id=id&client_secret=s%26cret"
                + "&scope=https%3A%2F%2Fa%2F.default");
        assertThat(logins).hasSize(3).containsOnly("XOAUTH2 user=shop@acme.example|auth=Bearer token1||");
    }

    @Test
    void renewsATokenThatTheServerRefuses() {
        assertThat(send()).isInstanceOf(Outcome.Accepted.class);
        server.dropConnections();
        revoked = "token1";

        assertThat(send()).isInstanceOf(Outcome.Accepted.class);
        assertThat(requests).hasSize(2);
    }

    @Test
    void renewsATokenBeforeItExpires() {
        lifetime = 0;
        assertThat(send()).isInstanceOf(Outcome.Accepted.class);
        server.dropConnections();
        assertThat(send()).isInstanceOf(Outcome.Accepted.class);

        assertThat(requests).hasSize(2);
    }

    @Test
    void isUnavailableWhenAFreshTokenIsRefused() {
        revoked = "token";

        assertThat(send()).isInstanceOf(Outcome.Unavailable.class);
        assertThat(requests).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "401 | {\"error\":\"invalid_client\",\"error_description\":\"id 4711 is unknown\"} | invalid_client",
            "400 | {\"error\":\"unsupported_grant_type\"} | unsupported_grant_type",
            "200 | {\"error\":\"invalid_scope\"} | invalid_scope",
            "400 | {\"error\":\"id 4711 is unknown\"} | HTTP status 400",
            "400 | {\"error\":\"invalid_client\\n\"} | HTTP status 400", "400 | {\"error\":true} | HTTP status 400",
            "400 | {\"error\":4711} | HTTP status 400",
            "400 | {\"error\":[\"invalid_client\"]} | HTTP status 400", "400 | \"invalid_client\" | HTTP status 400",
            "400 | {\"error\":\"aaaaaaaaaabbbbbbbbbbccccccccccddddddddddd\"} | HTTP status 400",
            "503 | <html>4711</html> | HTTP status 503", "500 | `` | HTTP status 500", "200 | {} | HTTP status 200",
            "403 | {\"access_token\":\"4711\"} | HTTP status 403"})
    void isUnavailableWhenNoTokenComesAndSaysWhyAsFarAsItMay(int code, String body, String answer) {
        status = code;
        answers = body;

        assertThat(((Outcome.Unavailable) send()).reason())
                .isEqualTo("herald.smtp.presets.default: no access token came from"
                        + " oauth2.token-uri, which answered " + answer
                        + " (authentication)");
    }

    @Test
    void keepsATokenThatLivesForAges() {
        lifetime = Long.MAX_VALUE;

        assertThat(send()).isInstanceOf(Outcome.Accepted.class);
        server.dropConnections();
        assertThat(send()).isInstanceOf(Outcome.Accepted.class);
        assertThat(requests).hasSize(1);
    }

    @Test
    @Timeout(20)
    void isUnavailableToAllWhenTheBodyWithTheTokenNeverComes() throws Exception {
        stalls = true;
        try (Mailer impatient = Mailer.with(preset().sendDeadline(Duration.ofSeconds(1)));
                ExecutorService atOnce = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Outcome>> attempts = Collections.nCopies(3, () -> impatient.send(Emails.email()));
            for (Future<Outcome> outcome : atOnce.invokeAll(attempts)) {
                assertThat(outcome.get()).isInstanceOf(Outcome.Unavailable.class);
            }
            stalls = false;
            stalled.countDown();
            assertThat(impatient.send(Emails.email())).isInstanceOf(Outcome.Accepted.class);
        }
    }

    @Test
    @Timeout(20)
    void waitsForATokenNoLongerThanForTheServer() {
        stalls = true;
        try (Mailer impatient = Mailer.with(preset().readTimeout(Duration.ofMillis(500)))) {
            assertThat(((Outcome.Unavailable) impatient.send(Emails.email())).reason())
                    .contains("no access token came from");
        }
    }

    private Outcome send() {
        return mailer.send(Emails.email());
    }

    private void issue(HttpExchange exchange) throws IOException {
        requests.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        byte[] body = answers.formatted(issued.incrementAndGet(), lifetime).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (stalls) {
            exchange.getResponseBody().flush();
            awaitTheEnd();
        }
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private void awaitTheEnd() {
        try {
            stalled.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
