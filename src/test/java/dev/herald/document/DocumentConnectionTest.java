package dev.herald.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.herald.email.smtp.TestTls;
import dev.herald.message.Documents;
import dev.herald.message.Documents.Fetch;
import dev.herald.message.Email;
import dev.herald.message.Outcome;
import dev.herald.message.file.Attachment;
import dev.herald.message.file.DocumentContent;
import dev.herald.message.text.BodyFormat;
import io.camunda.client.CamundaClient;
import io.camunda.client.CamundaClientBuilder;
import io.camunda.client.CredentialsProvider;
import io.camunda.client.impl.basicauth.BasicAuthCredentialsProviderBuilder;
import io.camunda.client.impl.oauth.OAuthCredentialsProviderBuilder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Camunda's own client is told of credentials, certificates and proxies counts for documents, too. */
class DocumentConnectionTest {
    private static final byte[] CONTENT = "an invoice".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    private Path temporary = Path.of("");
    private final List<HttpServer> servers = new CopyOnWriteArrayList<>();
    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private final AtomicInteger tokens = new AtomicInteger();
    private volatile String wanted = "";

    @AfterEach
    void stop() {
        servers.forEach(server -> server.stop(0));
    }

    @Test
    void asksForANewTokenWhereTheCachedOneIsGoodNoLonger() throws Exception {
        URI store = serve(HttpServer.create());
        var oidc = new OAuthCredentialsProviderBuilder().applyEnvironmentOverrides(false)
                .authorizationServerUrl(serveTokens() + "/token").clientId("herald").clientSecret("secret")
                .audience("orchestration-api").credentialsCachePath(temporary.resolve("tokens").toString()).build();
        wanted = "Bearer token-1";
        UnaryOperator<CamundaClientBuilder> settings = client -> client.restAddress(store).credentialsProvider(oidc);

        assertThat(fetch(settings)).isInstanceOf(Fetch.Ready.class);
        wanted = "Bearer token-2";
        assertThat(fetch(settings)).isInstanceOf(Fetch.Ready.class);

        assertThat(authorizations).containsExactly("Bearer token-1", "Bearer token-1", "Bearer token-2");
    }

    @Test
    void namesThePermissionWhereANewTokenDoesNotHelp() throws Exception {
        URI store = serve(HttpServer.create());
        wanted = "Basic " + Base64.getEncoder().encodeToString("herald:right".getBytes(StandardCharsets.US_ASCII));

        assertThat(fetch(client -> client.restAddress(store).credentialsProvider(basic("right"))))
                .isInstanceOf(Fetch.Ready.class);
        assertThat(fetch(client -> client.restAddress(store).credentialsProvider(basic("wrong"))))
                .isInstanceOfSatisfying(Fetch.Failed.class,
                        failed -> assertThat(failed.outcome()).isInstanceOfSatisfying(Outcome.Misconfigured.class,
                                no -> assertThat(no.reason()).contains("DOCUMENT:READ")));
    }

    @Test
    void trustsACertificateOfOnesOwnOnlyWhereItIsTold() throws Exception {
        HttpsServer server = HttpsServer.create();
        server.setHttpsConfigurator(new HttpsConfigurator(TestTls.server()));
        URI store = URI.create(serve(server).toString().replace("http:", "https:"));
        Path ca = Files.writeString(temporary.resolve("ca.pem"), certificate());

        assertThat(fetch(client -> client.restAddress(store).caCertificatePath(ca.toString())))
                .isInstanceOf(Fetch.Ready.class);
        assertThat(fetch(client -> client.restAddress(store))).isInstanceOfSatisfying(Fetch.Failed.class,
                failed -> assertThat(failed.outcome()).isInstanceOf(Outcome.Unavailable.class));
    }

    @Test
    void goesThroughTheProxyOfTheJvm() throws Exception {
        try (ServerSocket proxy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<String> asked = CompletableFuture.supplyAsync(() -> refuse(proxy));
            Map<String, String> options = Map.of("https.proxyHost", "127.0.0.1", "https.proxyPort",
                    Integer.toString(proxy.getLocalPort()));
            options.forEach(System::setProperty);
            try {
                assertThat(fetch(client -> client.restAddress(URI.create("https://camunda.example"))))
                        .isInstanceOfSatisfying(Fetch.Failed.class, failed -> assertThat(failed.outcome())
                                .isInstanceOfSatisfying(Outcome.Unavailable.class, later -> assertThat(later.reason())
                                        .contains("can't be reached")));
            } finally {
                options.keySet().forEach(System::clearProperty);
            }
            assertThat(asked.join()).isEqualTo("CONNECT camunda.example:443 HTTP/1.1");
        }
    }

    private Fetch fetch(UnaryOperator<CamundaClientBuilder> settings) throws IOException, GeneralSecurityException {
        try (CamundaClient client = settings
                .apply(CamundaClient.newClientBuilder().applyEnvironmentVariableOverrides(false)).build();
                DocumentFolder folder = DocumentFolder.below(temporary)) {
            Documents documents = new DocumentConfiguration().documents(client, folder,
                    new DocumentLimits(Duration.ofSeconds(20), 1000));
            Fetch fetch = documents.fetch(new Email(null, null, List.of("ann@example.com"), List.of(), List.of(),
                    List.of(), Map.of(), List.of(new Attachment("invoice.txt", "text/plain",
                            new DocumentContent(null, "doc-1", null, CONTENT.length, null), false, null)),
                    "Invoice", "Hello", BodyFormat.TEXT));
            if (fetch instanceof Fetch.Ready files) {
                files.close();
            }
            return fetch;
        }
    }

    private static CredentialsProvider basic(String password) {
        return new BasicAuthCredentialsProviderBuilder().applyEnvironmentOverrides(false).username("herald")
                .password(password).build();
    }

    private URI serve(HttpServer server) throws IOException {
        server.createContext("/v2/documents/doc-1", exchange -> {
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            if (authorization != null) {
                authorizations.add(authorization);
            }
            boolean known = wanted.isEmpty() || wanted.equals(authorization);
            exchange.sendResponseHeaders(known ? 200 : 401, known ? CONTENT.length : -1);
            if (known) {
                exchange.getResponseBody().write(CONTENT);
            }
            exchange.close();
        });
        return started(server);
    }

    private URI serveTokens() throws IOException {
        HttpServer server = HttpServer.create();
        server.createContext("/token", exchange -> {
            exchange.getRequestBody().readAllBytes();
            byte[] token = ("{\"access_token\":\"token-" + tokens.incrementAndGet()
                    + "\",\"token_type\":\"Bearer\",\"expires_in\":3600,\"scope\":\"x\"}")
                    .getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(200, token.length);
            exchange.getResponseBody().write(token);
            exchange.close();
        });
        return started(server);
    }

    private URI started(HttpServer server) throws IOException {
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        servers.add(server);
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    private static String certificate() throws GeneralSecurityException {
        byte[] certificate = TestTls.bundles().getBundle(TestTls.TRUSTING).getStores().getTrustStore()
                .getCertificate("server").getEncoded();
        return "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder().encodeToString(certificate)
                + "\n-----END CERTIFICATE-----\n";
    }

    private static String refuse(ServerSocket proxy) {
        try (Socket connection = proxy.accept()) {
            String first = new BufferedReader(
                    new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII)).readLine();
            connection.getOutputStream().write(
                    "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            return first;
        } catch (IOException e) {
            return e.toString();
        }
    }
}
