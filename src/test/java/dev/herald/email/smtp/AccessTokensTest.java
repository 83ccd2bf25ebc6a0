package dev.herald.email.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.herald.email.Emails;
import dev.herald.email.Mailer;
import dev.herald.email.Presets;
import dev.herald.message.Outcome;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** XOAUTH2. */
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
    private volatile boolean endless;
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
        return preset(null);
    }

    private Presets preset(@Nullable String refreshToken) {
        return Presets.on(server.port()).oauth2("shop@acme.example",
                new OAuth2("http://localhost:" + tokens.getAddress().getPort() + "/token", "id", "s&cret",
                        "https://a/.default", refreshToken));
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

    @ParameterizedTest
    @ValueSource(strings = {"501 5.5.127 token is about to end", "535 5.7.3 no", "530 5.7.57 no"})
    void renewsAKnownTokenOnceWhateverTheRefusal(String reply) {
        assertThat(send()).isInstanceOf(Outcome.Accepted.class);
        server.dropConnections();
        server.fail(FaultySmtpServer.Step.AUTH, new FaultySmtpServer.Fault.Reply(reply), 1);

        assertThat(send()).isInstanceOf(Outcome.Accepted.class);
        assertThat(requests).hasSize(2);
        assertThat(logins).last().asString().contains("Bearer token2");
    }

    @Test
    void renewsATokenAQuarterOfAnHourBeforeItEndsAndGoesOnWithItWhereThatFails() throws Exception {
        AtomicLong now = new AtomicLong(7);
        OAuth2 oauth2 = Objects.requireNonNull(preset().build().oauth2());
        AccessTokens fetched = new AccessTokens("x", oauth2,
                new TokenEndpoint(oauth2, HttpClient.newHttpClient(), Duration.ofSeconds(10)), now::get);
        try (ScheduledExecutorService alarms = Executors.newSingleThreadScheduledExecutor();
                Deadline deadline = new Deadline(Duration.ofSeconds(10), alarms)) {
            assertThat(fetched.get(deadline).value()).isEqualTo("token1");
            now.addAndGet(Duration.ofMinutes(44).toNanos());
            assertThat(fetched.get(deadline).value()).isEqualTo("token1");
            now.addAndGet(Duration.ofMinutes(2).toNanos());
            status = 503;
            assertThat(fetched.get(deadline).value()).as("still good").isEqualTo("token1");
            assertThat(fetched.get(deadline).value()).isEqualTo("token1");
            assertThat(requests).as("no more than one a minute fails").hasSize(2);
            now.addAndGet(Duration.ofMinutes(2).toNanos());
            status = 200;
            assertThat(fetched.get(deadline).value()).isEqualTo("token3");
            now.addAndGet(Duration.ofMinutes(61).toNanos());
            status = 503;
            assertThatThrownBy(() -> fetched.get(deadline)).isInstanceOf(SmtpException.class);
        }
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void usesARefreshTokenAndWhatItIsRenewedBy(CapturedOutput log) {
        answers = "{\"access_token\":\"token%d\",\"expires_in\":%d,\"refresh_token\":\"second&\"}";
        lifetime = 0;
        try (Mailer delegated = Mailer.with(preset("first"))) {
            for (int i = 0; i < 3; i++) {
                assertThat(delegated.send(Emails.email())).isInstanceOf(Outcome.Accepted.class);
                server.dropConnections();
            }
            assertThat(requests).containsExactly(refreshing("first"), refreshing("second%26"), refreshing("second%26"));

            status = 400;
            answers = "{\"error\":\"invalid_grant\"}";
            assertThat(delegated.send(Emails.email())).isInstanceOf(Outcome.Unavailable.class);
            assertThat(requests).as("the setting may be newer").endsWith(refreshing("second%26"), refreshing("first"));
        }
        assertThat(log.getAll().lines().filter(line -> line.contains(AccessTokens.class.getSimpleName())))
                .singleElement()
                .asString().contains("herald.smtp.presets.default.oauth2.refresh-token: the provider gave a new one")
                .doesNotContain("second");
    }

    private static String refreshing(String token) {
        return "grant_type=refresh_token&refresh_token=" + token
                + "&client_id=id&client_secret=s%26cret&scope=https%3A%2F%2Fa%2F.default";
    }

    @Test
    @Timeout(20)
    void readsNoMoreOfAnAnswerThanATokenCanBe() throws Exception {
        endless = true;

        assertThat(((Outcome.Unavailable) send()).reason())
                .isEqualTo("herald.smtp.presets.default: no access token came"
                        + " from oauth2.token-uri: its answer is too long (authentication)");
        endless = false;
        assertThat(send()).isInstanceOf(Outcome.Accepted.class);
    }

    @Test
    void saysWhyNoTokenIsToBeHad() {
        OAuth2 nobody = new OAuth2("http://localhost:1/token", "id", "secret", null, null);
        OAuth2 unknown = new OAuth2("https://no-such-host.invalid/token", "id", "secret", null, null);
        try (Mailer toNobody = Mailer.with(Presets.on(server.port()).oauth2("shop@acme.example", nobody));
                Mailer toUnknown = Mailer.with(Presets.on(server.port()).oauth2("shop@acme.example", unknown))) {
            assertThat(((Outcome.Unavailable) toNobody.send(Emails.email())).reason())
                    .contains("oauth2.token-uri: the connection was refused");
            assertThat(((Outcome.Unavailable) toUnknown.send(Emails.email())).reason())
                    .contains("oauth2.token-uri: its name is unknown");
        }
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
                        + " oauth2.token-uri: it answered " + answer
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
        if (endless) {
            exchange.sendResponseHeaders(status, 0);
            pourOut(exchange.getResponseBody());
            return;
        }
        byte[] body = answers.formatted(issued.incrementAndGet(), lifetime).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (stalls) {
            exchange.getResponseBody().flush();
            awaitTheEnd();
        }
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static void pourOut(OutputStream out) {
        byte[] much = new byte[64 * 1024];
        try {
            while (true) {
                out.write(much);
            }
        } catch (IOException e) {
            // the client has had enough
        }
    }

    private void awaitTheEnd() {
        try {
            stalled.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
