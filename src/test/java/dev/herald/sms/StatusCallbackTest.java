package dev.herald.sms;

import dev.herald.sms.callback.CallbackSettings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.herald.message.Attempts;
import dev.herald.message.Channel;
import dev.herald.message.Channel.Preparation;
import dev.herald.message.later.DeliveryReceipts;
import dev.herald.message.MessageRef;
import dev.herald.message.Outcome;
import dev.herald.message.Sms;
import dev.herald.sandbox.local.LocalTwilio;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.http.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.autoconfigure.web.embedded.EmbeddedWebServerFactoryCustomizerAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.DispatcherServletAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.ServletWebServerFactoryAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.WebMvcAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Twilio's reports over real HTTP, signed as Twilio documents it. */
class StatusCallbackTest {
    private static final String PUBLIC_URL = "https://herald.example.com/base";
    private static final String PATH = "/twilio/message-status";
    private static final String URL = PUBLIC_URL + PATH;
    private static final int MAX_BYTES = 16 << 10;
    private static final String TOKEN = "secret-token";
    private static final Receipts receipts = new Receipts();
    private static final HttpClient http = HttpClient.newHttpClient();
    private static ServletWebServerApplicationContext herald;

    private final String sid = "SM" + UUID.randomUUID().toString().replace("-", "");

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({ServletWebServerFactoryAutoConfiguration.class,
            EmbeddedWebServerFactoryCustomizerAutoConfiguration.class, DispatcherServletAutoConfiguration.class,
            WebMvcAutoConfiguration.class, HttpMessageConvertersAutoConfiguration.class})
    @Import(SmsConfiguration.class)
    static class Application {
        private static SmsSettings settings = Senders.none().settings();

        @Bean
        SmsSettings smsSettings() {
            return settings;
        }

        @Bean
        InstantSource clock() {
            return InstantSource.system();
        }

        @Bean
        DeliveryReceipts deliveryReceipts() {
            return receipts;
        }
    }

    /** Notes what comes, or refuses it. */
    private static final class Receipts implements DeliveryReceipts {
        private final List<String> received = new CopyOnWriteArrayList<>();
        private volatile boolean down;

        @Override
        public void received(String sid, String status, @Nullable String errorCode) {
            if (down) {
                throw new IllegalStateException("down");
            }
            received.add(sid + " " + status + " " + errorCode);
        }
    }

    @BeforeAll
    static void startHerald() {
        herald = start(Senders.one().set("callback.public-url", PUBLIC_URL));
    }

    @AfterAll
    static void stopHerald() {
        herald.close();
        http.close();
    }

    @BeforeEach
    void forget() {
        receipts.received.clear();
        receipts.down = false;
    }

    private static ServletWebServerApplicationContext start(Senders settings) {
        SmsSettings bound = settings.settings();
        bound.check();
        Application.settings = bound;
        String callback = "--herald.sms.callback.public-url=" + bound.callback().publicUrl();
        return (ServletWebServerApplicationContext) new SpringApplicationBuilder(Application.class)
                .run(bound.callback().enabled()
                        ? new String[]{"--server.port=0", callback}
                        : new String[]{"--server.port=0"});
    }

    private Map<String, String> form(String status) {
        return new TreeMap<>(Map.of("AccountSid", Senders.ACCOUNT_SID, "MessageSid", sid, "MessageStatus", status, "To",
                "+15551234567", "From", Senders.FROM, "Body", "Grüße & 你好"));
    }

    private static String sign(String token, String url, Map<String, String> form) throws Exception {
        StringBuilder text = new StringBuilder(url);
        new TreeMap<>(form).forEach((name, value) -> text.append(name).append(value));
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(token.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
        return Base64.getEncoder().encodeToString(mac.doFinal(text.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private static String encode(Map<String, String> form) {
        return form.entrySet().stream().map(field -> URLEncoder.encode(field.getKey(), StandardCharsets.UTF_8) + "="
                + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8)).collect(Collectors.joining("&"));
    }

    private static int post(String path, String body, @Nullable String signature) throws Exception {
        return post(herald, path, body, signature);
    }

    private static int post(ServletWebServerApplicationContext context, String path, String body,
            @Nullable String signature) throws Exception {
        HttpRequest.Builder request = HttpRequest
                .newBuilder(URI.create("http://127.0.0.1:" + context.getWebServer().getPort() + path))
                .header("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (signature != null) {
            request.header("X-Twilio-Signature", signature);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private int report(Map<String, String> form) throws Exception {
        return post(PATH, encode(form), sign(TOKEN, URL, form));
    }

    @Test
    void handsASignedReportOn() throws Exception {
        Map<String, String> undelivered = form("undelivered");
        undelivered.put("ErrorCode", "30005");
        assertThat(report(form("sent"))).isEqualTo(204);
        assertThat(report(undelivered)).isEqualTo(204);
        assertThat(receipts.received).containsExactly(sid + " sent null", sid + " undelivered 30005");
    }

    @Test
    void takesAReportOnce() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(report(form("delivered"))).isEqualTo(204);
        }
        assertThat(receipts.received).containsExactly(sid + " delivered null");
    }

    @Test
    void asksTwilioToRepeatWhatWasNotTaken() throws Exception {
        receipts.down = true;
        assertThat(report(form("delivered"))).isEqualTo(503);
        receipts.down = false;
        assertThat(report(form("delivered"))).isEqualTo(204);
        assertThat(receipts.received).hasSize(1);
    }

    @Test
    void takesNothingUnsigned() throws Exception {
        Map<String, String> form = form("delivered");
        String signature = sign(TOKEN, URL, form);
        assertThat(post(PATH, encode(form), null)).isEqualTo(403);
        assertThat(post(PATH, encode(form), "")).isEqualTo(403);
        assertThat(post(PATH, encode(form), sign("wrong-token", URL, form))).isEqualTo(403);
        assertThat(post(PATH, encode(form), sign(TOKEN, URL + "/", form))).isEqualTo(403);
        assertThat(post(PATH, encode(form("undelivered")), signature)).isEqualTo(403);
        assertThat(post(PATH, encode(form) + "&ErrorCode=30005", signature)).isEqualTo(403);
        assertThat(post(PATH, encode(form) + "&MessageStatus=failed", signature)).isEqualTo(403);
        assertThat(post(PATH, "", signature)).isEqualTo(403);
        assertThat(receipts.received).isEmpty();
    }

    @Test
    void takesNothingFromTheQuery() throws Exception {
        Map<String, String> form = form("delivered");
        post(PATH + "?ErrorCode=30005", encode(form), sign(TOKEN, URL, form));
        assertThat(receipts.received).doesNotContain(sid + " delivered 30005");
    }

    @Test
    void takesNothingOfAnotherAccount() throws Exception {
        Map<String, String> form = form("delivered");
        form.put("AccountSid", "AC" + "9".repeat(32));
        assertThat(report(form)).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "DELIVERED!", "a b"})
    void takesNoStatusThatIsNone(String status) throws Exception {
        assertThat(report(form(status))).isEqualTo(400);
        assertThat(receipts.received).isEmpty();
    }

    @Test
    void takesASignatureOverTheUrlWithItsOverrides() throws Exception {
        Map<String, String> form = form("delivered");
        assertThat(post(PATH, encode(form), sign(TOKEN, URL + CallbackSettings.RETRIES, form)))
                .isEqualTo(204);
    }

    @Test
    void checksWithTheTokenGivenBesideAnApiKey() throws Exception {
        Map<String, String> form = form("delivered");
        try (ServletWebServerApplicationContext context = start(Senders.one().without("auth-token")
                .with("api-key", "SK" + "0".repeat(32)).with("api-secret", "s").with("callback-auth-token", TOKEN)
                .set("callback.public-url", PUBLIC_URL))) {
            assertThat(post(context, PATH, encode(form), sign(TOKEN, URL, form))).isEqualTo(204);
        }
    }

    @Test
    void checksWithThePreviousTokenToo() throws Exception {
        try (ServletWebServerApplicationContext context = start(Senders.one().with("auth-token", "new-token")
                .with("previous-auth-token", TOKEN).set("callback.public-url", PUBLIC_URL))) {
            for (String token : List.of("new-token", TOKEN)) {
                Map<String, String> form = form(token.equals(TOKEN) ? "delivered" : "undelivered");
                assertThat(post(context, PATH, encode(form), sign(token, URL, form))).isEqualTo(204);
            }
            Map<String, String> form = form("failed");
            assertThat(post(context, PATH, encode(form), sign("other", URL, form))).isEqualTo(403);
        }
    }

    @Test
    void checksWithTheTokenOfTheSubaccount() throws Exception {
        Map<String, String> form = form("delivered");
        try (ServletWebServerApplicationContext context = start(Senders.one().with("auth-token", "main-token")
                .with("main-account-sid", "AC" + "1".repeat(32)).with("callback-auth-token", TOKEN)
                .set("callback.public-url", PUBLIC_URL))) {
            assertThat(post(context, PATH, encode(form), sign("main-token", URL, form)))
                    .isEqualTo(403);
            assertThat(post(context, PATH, encode(form), sign(TOKEN, URL, form))).isEqualTo(204);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?x", "?x=y"})
    void readsNoMoreThanAReport(String query) throws Exception {
        String signature = sign(TOKEN, URL, form("delivered"));
        String path = PATH + query;
        assertThat(post(path, "x".repeat(MAX_BYTES + 1), signature)).isEqualTo(413);
        try (RawRequest request = new RawRequest()) {
            request.send(head(path, signature, "Content-Length: 70000000"));
            assertThat(request.reply()).startsWith("HTTP/1.1 413 ").containsIgnoringCase("Connection: close");
        }
        try (RawRequest request = new RawRequest()) {
            request.send(head(path, signature, "Transfer-Encoding: chunked"));
            request.send("5000\r\n" + "x".repeat(0x5000) + "\r\n");
            assertThat(request.reply()).startsWith("HTTP/1.1 413 ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "PATCH", "DELETE", "POST"})
    void readsNothingWhereNobodyListens(String method) throws Exception {
        try (RawRequest request = new RawRequest()) {
            request.send(method
                    + " /elsewhere HTTP/1.1\r\nHost: herald\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                    + "Content-Length: 70000000\r\n\r\nx");
            assertThat(request.reply()).startsWith("HTTP/1.1 404 ");
        }
    }

    @Test
    void answersBesideReportsThatNeverEnd() throws Exception {
        List<RawRequest> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 100; i++) {
                RawRequest request = new RawRequest();
                slow.add(request);
                request.send(head(PATH, "signature", "Content-Length: 1000") + "x");
            }
            assertThat(report(form("delivered"))).isEqualTo(204);
            assertThat(slow.getFirst().reply()).startsWith("HTTP/1.1 408 ");
        } finally {
            for (RawRequest request : slow) {
                request.close();
            }
        }
    }

    private static String head(String path, String signature, String length) {
        return "POST " + path + " HTTP/1.1\r\nHost: herald\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                + "X-Twilio-Signature: " + signature + "\r\n" + length + "\r\n\r\n";
    }

    /** Byte by byte. */
    private static final class RawRequest implements AutoCloseable {
        private final Socket socket;

        RawRequest() throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), herald.getWebServer().getPort());
            socket.setSoTimeout(20_000);
        }

        void send(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        }

        /** The head of the answer. */
        String reply() throws IOException {
            StringBuilder reply = new StringBuilder();
            for (int c = socket.getInputStream().read(); c >= 0 && reply.indexOf("\r\n\r\n") < 0; c = socket
                    .getInputStream().read()) {
                reply.append((char) c);
            }
            return reply.toString();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Test
    void isNotThereWhereItIsOff() throws Exception {
        Map<String, String> form = form("delivered");
        try (ServletWebServerApplicationContext context = start(Senders.one())) {
            assertThat(post(context, PATH, encode(form), sign(TOKEN, URL, form))).isEqualTo(404);
        }
    }

    @Test
    void hearsWhatBecomesOfAMessageThatItSent() throws Exception {
        try (LocalTwilio twilio = LocalTwilio.start();
                ReverseProxy proxy = new ReverseProxy();
                ServletWebServerApplicationContext context = start(Senders.oneAt(twilio.baseUrl())
                        .with("account-sid", LocalTwilio.ACCOUNT_SID).with("auth-token", LocalTwilio.AUTH_TOKEN)
                        .set("callback.public-url", proxy.url()))) {
            proxy.forwardTo(context.getWebServer().getPort());
            @SuppressWarnings("unchecked")
            Channel<Sms> channel = context.getBean("smsChannel", Channel.class);
            Sms sms = new Sms(null, "+15551234567", "Hello", List.of(), null, null, null);
            Preparation prepared = channel.prepare(sms, new MessageRef(1, 2));
            assertThat(((Preparation.Ready) prepared).delivery().send(Attempts.FIRST).outcome()).isInstanceOfSatisfying(
                    Outcome.Accepted.class,
                    accepted -> await().untilAsserted(() -> assertThat(receipts.received)
                            .contains(accepted.messageId() + " delivered null")));
        }
    }

    /** What stands between the internet and Herald. */
    private static final class ReverseProxy implements AutoCloseable {
        private final ServerSocket server;

        ReverseProxy() throws IOException {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        }

        String url() {
            return "http://127.0.0.1:" + server.getLocalPort();
        }

        void forwardTo(int port) {
            Thread.ofVirtual().start(() -> {
                try {
                    while (true) {
                        Socket client = server.accept();
                        Socket target = new Socket(InetAddress.getLoopbackAddress(), port);
                        Thread.ofVirtual().start(() -> copy(client, target));
                        Thread.ofVirtual().start(() -> copy(target, client));
                    }
                } catch (IOException e) {
                    // closed
                }
            });
        }

        private static void copy(Socket from, Socket to) {
            try (from; to) {
                from.getInputStream().transferTo(to.getOutputStream());
            } catch (IOException e) {
                // closed
            }
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }
}
