package dev.herald.benchmark.local;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A self-signed certificate for localhost, made by the JDK's {@code keytool}.
 *
 * @param keys PKCS #12, the private key included
 * @param pem the certificate alone, for those who are to trust it
 */
public record Certificate(Path keys, Path pem) {
    /** The setting by which Herald trusts what {@link #pem} holds, as the bundle {@code sink}. */
    public static final String TRUST = "spring.ssl.bundle.pem.sink.truststore.certificate";

    private static final String PASSWORD = "benchmark";

    public static Certificate make(Path folder) throws IOException, InterruptedException {
        Path keys = folder.resolve("benchmark.p12");
        Path pem = folder.resolve("benchmark.pem");
        Files.deleteIfExists(keys);
        keytool(keys, "-genkeypair", "-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=localhost", "-ext",
                "san=dns:localhost,ip:127.0.0.1", "-storetype", "PKCS12");
        keytool(keys, "-exportcert", "-rfc", "-file", pem.toString());
        return new Certificate(keys, pem);
    }

    private static void keytool(Path keys, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(arguments));
        command.addFirst(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of("-alias", "sink", "-keystore", keys.toString(), "-storepass", PASSWORD));
        if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
            throw new IOException("keytool made no certificate");
        }
    }

    SSLContext serverContext() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            store.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }
}
