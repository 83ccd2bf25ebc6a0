package dev.herald.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.herald.message.Documents.Fetch;
import dev.herald.message.Email;
import dev.herald.message.ErrorCode;
import dev.herald.message.Outcome;
import dev.herald.message.file.Attachment;
import dev.herald.message.file.DocumentContent;
import dev.herald.message.text.BodyFormat;
import io.camunda.client.CredentialsProvider;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a server that answers as Camunda's document store does, or does not. */
class DocumentStoreTest {
    private static final byte[] PDF = "%PDF-1.7 an invoice".getBytes(StandardCharsets.US_ASCII);
    private static final String NOT_FOUND = "{\"status\":404,\"title\":\"Not Found\"}";

    @TempDir
    private Path temporary = Path.of("");
    private final ScheduledExecutorService alarms = Executors.newScheduledThreadPool(1);
    private final CountDownLatch end = new CountDownLatch(1);
    private HttpServer server;
    private DocumentFolder folder;
    private @Nullable URI address;
    private @Nullable CredentialsProvider credentials;
    private Duration limit = Duration.ofSeconds(20);
    private volatile String asked = "";
    private volatile String authorization = "";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory()));
        server.start();
        address = URI.create("http://localhost:" + server.getAddress().getPort());
        folder = DocumentFolder.below(temporary);
        answer(200, "application/octet-stream", PDF);
    }

    @AfterEach
    void stop() throws IOException {
        end.countDown();
        server.stop(0);
        alarms.shutdownNow();
        folder.close();
    }

    @Test
    void bringsADocumentIntoAFileThatGoesWithTheAttempt() throws IOException {
        Fetch.Ready files = ready(fetch(new DocumentContent("gcp", "doc-1", null, PDF.length, null)));

        try (InputStream in = files.email().attachments().getFirst().content().open()) {
            assertThat(in.readAllBytes()).isEqualTo(PDF);
        }
        assertThat(asked).isEqualTo("/v2/documents/doc-1?storeId=gcp");
        assertThat(filesLeft()).isOne();

        files.close();

        assertThat(filesLeft()).isZero();
    }

    @Test
    void checksTheHash() throws Exception {
        String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(PDF));

        ready(fetch(new DocumentContent(null, "doc-1", hash, 0, null))).close();
        assertThat(asked).isEqualTo("/v2/documents/doc-1?contentHash=" + hash);

        assertThat(fetch(new DocumentContent(null, "doc-1", "0".repeat(64), 0, null)))
                .isEqualTo(refused("the document is not the one that its contentHash is of"));
        assertThat(filesLeft()).isZero();
    }

    @Test
    void provesWhoAsks() {
        credentials = new CredentialsProvider() {
            @Override
            public void applyCredentials(CredentialsApplier applier) {
                applier.put("Authorization", "Bearer token");
            }

            @Override
            public boolean shouldRetryRequest(StatusCode statusCode) {
                return false;
            }
        };

        ready(fetch(document())).close();

        assertThat(authorization).isEqualTo("Bearer token");
    }

    @ParameterizedTest
    @CsvSource({"../../secrets, ..%2F..%2Fsecrets", "a b?c#d, a%20b%3Fc%23d", "%2e%2e, %252e%252e"})
    void anIdIsNeverAPath(String id, String segment) {
        ready(fetch(new DocumentContent(null, id, null, 0, null))).close();

        assertThat(asked).isEqualTo("/v2/documents/" + segment);
    }

    @Test
    void anIdOfDotsIsNone() {
        assertThat(fetch(new DocumentContent(null, "..", null, 0, null))).isEqualTo(refused("its documentId is none"));
    }

    @Test
    void refusesADocumentThatIsNotThere() {
        answer(404, "application/problem+json", NOT_FOUND.getBytes(StandardCharsets.UTF_8));

        assertThat(fetch(document()))
                .isEqualTo(refused("the document is not in Camunda's document store, or has expired"));
        assertThat(filesLeft()).isZero();
    }

    @Test
    void refusesADocumentThatIsLongerThanItsMetadataSays() {
        assertThat(fetch(new DocumentContent(null, "doc-1", null, PDF.length - 1, null)))
                .isEqualTo(refused("the document has more bytes than its metadata says"));
        assertThat(filesLeft()).isZero();
    }

    @Test
    void refusesADocumentThatIsTooLongWhereNothingSaysHowLongItIs() {
        answer(200, "application/octet-stream", new byte[2000]);

        assertThat(fetch(document())).isInstanceOfSatisfying(Fetch.Failed.class,
                failed -> assertThat(failed.outcome()).isInstanceOfSatisfying(Outcome.Refused.class,
                        refused -> assertThat(refused.reason()).contains("max-message-size")));
    }

    @ParameterizedTest
    @CsvSource({"401, application/problem+json, DOCUMENT:READ", "403, application/problem+json, DOCUMENT:READ",
            "404, text/html, camunda.client.rest-address", "200, text/html, camunda.client.rest-address",
            "302, text/plain, camunda.client.rest-address", "405, text/plain, camunda.client.rest-address"})
    void namesTheSettingThatIsWrong(int status, String type, String named) {
        answer(status, type, "x".getBytes(StandardCharsets.US_ASCII));

        assertThat(outcome(fetch(document()))).isInstanceOfSatisfying(Outcome.Misconfigured.class,
                wrong -> assertThat(wrong.reason()).startsWith("attachments[0]: ").contains(named));
    }

    @ParameterizedTest
    @CsvSource({"500", "503", "429"})
    void waitsForAStoreThatDoesNotWork(int status) {
        answer(status, "application/problem+json", NOT_FOUND.getBytes(StandardCharsets.UTF_8));

        assertThat(outcome(fetch(document()))).isInstanceOf(Outcome.Unavailable.class);
    }

    @Test
    void waitsForAStoreThatCantBeReached() {
        server.stop(0);

        assertThat(outcome(fetch(document()))).isInstanceOfSatisfying(Outcome.Unavailable.class,
                down -> assertThat(down.reason()).contains("can't be reached", "camunda.client.rest-address"));
    }

    @Test
    void doesNotWaitLongerThanTheSendDeadline() {
        limit = Duration.ofMillis(300);
        handle(exchange -> awaitEnd());

        assertThat(outcome(fetch(document()))).isInstanceOf(Outcome.Unavailable.class);
    }

    @Test
    void endsAContentThatDrips() {
        limit = Duration.ofMillis(500);
        handle(exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write(1);
            exchange.getResponseBody().flush();
            awaitEnd();
        });

        assertThat(outcome(fetch(document()))).isInstanceOf(Outcome.Unavailable.class);
        assertThat(filesLeft()).isZero();
    }

    @Test
    void waitsWhereAContentIsCutOff() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            address = URI.create("http://localhost:" + socket.getLocalPort());
            Thread.ofPlatform().daemon().start(() -> cutOff(socket));

            assertThat(outcome(fetch(document()))).isInstanceOf(Outcome.Unavailable.class);
        }
        assertThat(filesLeft()).isZero();
    }

    @Test
    void waitsWhereThereIsNoRoom() throws IOException {
        Path parent = Files.createDirectory(temporary.resolve("parent"));
        folder.close();
        folder = DocumentFolder.below(parent);
        folder.close();
        Files.delete(parent);

        assertThat(outcome(fetch(document()))).isInstanceOfSatisfying(Outcome.Unavailable.class,
                full -> assertThat(full.reason()).contains("java.io.tmpdir"));
    }

    @Test
    void makesItsFolderAgainWhereTheSystemCleanedItAway() throws IOException {
        folder.close();

        ready(fetch(document())).close();
    }

    @Test
    void takesAPageForADocumentOnlyWhereItsMetadataSays() {
        answer(200, "text/html;charset=utf-8", PDF);

        ready(fetch(new DocumentContent(null, "doc-1", null, PDF.length, "Text/HTML; charset=utf-8"))).close();
        assertThat(outcome(fetch(new DocumentContent(null, "doc-1", null, PDF.length, "application/pdf"))))
                .isInstanceOf(Outcome.Misconfigured.class);
    }

    @Test
    void asksAgainWithANewTokenWhereTheStoreRefusesTheOneItHas() {
        AtomicInteger tokens = new AtomicInteger();
        credentials = new CredentialsProvider() {
            @Override
            public void applyCredentials(CredentialsApplier applier) {
                applier.put("Authorization", "Bearer token" + tokens.get());
            }

            @Override
            public boolean shouldRetryRequest(StatusCode statusCode) {
                return statusCode.isUnauthorized() && tokens.incrementAndGet() == 1;
            }
        };
        handle(exchange -> {
            byte[] body = authorization.equals("Bearer token1") ? PDF : new byte[0];
            exchange.sendResponseHeaders(body.length > 0 ? 200 : 401, body.length);
            exchange.getResponseBody().write(body);
        });

        ready(fetch(document())).close();

        assertThat(tokens).hasValue(1);
    }

    @Test
    void waitsWhereNoCredentialsAreToBeHad() {
        credentials = new CredentialsProvider() {
            @Override
            public void applyCredentials(CredentialsApplier applier) throws IOException {
                throw new IOException("Failed while requesting access token with status code 503");
            }

            @Override
            public boolean shouldRetryRequest(StatusCode statusCode) {
                return false;
            }
        };

        assertThat(outcome(fetch(document()))).isInstanceOfSatisfying(Outcome.Unavailable.class,
                down -> assertThat(down.reason()).contains("no credentials"));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"camunda:8080", "grpc://localhost:26500", "http:/v2"})
    void saysThatTheAddressIsMissingOrNone(@Nullable URI none) {
        address = none;

        assertThat(outcome(fetch(document()))).isInstanceOfSatisfying(Outcome.Misconfigured.class,
                wrong -> assertThat(wrong.reason()).contains("camunda.client.rest-address"));
    }

    @Test
    void deletesWhatADeadProcessHasLeft() throws IOException {
        Path left = Files.createDirectory(temporary.resolve("herald-documents-1"));
        Files.createFile(left.resolve("lock"));
        Files.writeString(left.resolve("2"), "an invoice");

        DocumentFolder.below(temporary).close();

        assertThat(left).doesNotExist();
        assertThat(folder.path()).exists();
    }

    private Fetch fetch(DocumentContent document) {
        var client = new StoreClient(HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER).build(), address, credentials);
        return new DocumentStore(client, folder, limit, 1000, alarms).fetch(new Email(null, null,
                List.of("ann@example.com"), List.of(), List.of(), List.of(), Map.of(),
                List.of(new Attachment("invoice.pdf", "application/pdf", document, false, null)), "Invoice", "Hello",
                BodyFormat.TEXT));
    }

    private static DocumentContent document() {
        return new DocumentContent(null, "doc-1", null, 0, null);
    }

    private static Fetch.Ready ready(Fetch fetch) {
        return (Fetch.Ready) fetch;
    }

    private static Outcome outcome(Fetch fetch) {
        return ((Fetch.Failed) fetch).outcome();
    }

    private static Fetch.Failed refused(String problem) {
        return new Fetch.Failed(new Outcome.Refused(ErrorCode.INVALID_REQUEST, "attachments[0]: " + problem));
    }

    private long filesLeft() {
        try (Stream<Path> files = Files.list(folder.path())) {
            return files.filter(file -> !file.endsWith("lock")).count();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void answer(int status, String type, byte[] body) {
        handle(exchange -> {
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.getResponseHeaders().set("Location", "http://localhost:1/");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        });
    }

    private interface Handling {
        void of(HttpExchange exchange) throws IOException;
    }

    private void handle(Handling handling) {
        try {
            server.removeContext("/");
        } catch (IllegalArgumentException e) {
            // the first
        }
        server.createContext("/", exchange -> {
            asked = exchange.getRequestURI().toString();
            authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
            try (exchange) {
                handling.of(exchange);
            }
        });
    }

    private void awaitEnd() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void cutOff(ServerSocket server) {
        try (Socket socket = server.accept()) {
            socket.getInputStream().read(new byte[4096]);
            socket.getOutputStream().write(("HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\n"
                    + "Content-Length: 1000\r\n\r\nthe beginning").getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            // the test is over
        }
    }
}
