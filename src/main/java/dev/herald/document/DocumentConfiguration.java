package dev.herald.document;

import dev.herald.message.Documents;
import io.camunda.client.CamundaClient;
import io.camunda.client.CamundaClientConfiguration;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The beans that read documents. */
@Configuration(proxyBeanMethods = false)
public class DocumentConfiguration {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    @Bean
    DocumentFolder documentFolder() throws IOException {
        return DocumentFolder.below(Path.of(System.getProperty("java.io.tmpdir")));
    }

    @Bean
    Documents documents(CamundaClient camunda, DocumentFolder folder, DocumentLimits limits)
            throws IOException, GeneralSecurityException {
        CamundaClientConfiguration configuration = camunda.getConfiguration();
        var http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER).connectTimeout(CONNECT_TIMEOUT);
        SSLContext trust = trusting(configuration.getCaCertificatePath());
        if (trust != null) {
            http.sslContext(trust);
        }
        var alarms = new ScheduledThreadPoolExecutor(1,
                Thread.ofPlatform().daemon().name("document-alarms").factory());
        alarms.setRemoveOnCancelPolicy(true);
        return new DocumentStore(
                new StoreClient(http.build(), configuration.getRestAddress(), configuration.getCredentialsProvider()),
                folder, limits.longest(), limits.mostBytes(), alarms);
    }

    /** As Camunda's own client does with {@code camunda.client.ca-certificate-path}. */
    private static @Nullable SSLContext trusting(@Nullable String caCertificatePath)
            throws IOException, GeneralSecurityException {
        if (caCertificatePath == null || caCertificatePath.isBlank()) {
            return null;
        }
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream in = Files.newInputStream(Path.of(caCertificatePath))) {
            int i = 0;
            for (Certificate certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("ca" + i++, certificate);
            }
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
