package dev.herald.sandbox;

import dev.herald.sandbox.local.Mailbox;
import dev.herald.sandbox.local.LocalTwilio;
import dev.herald.sandbox.local.LocalSmtpServer;
import dev.herald.sandbox.engine.InstanceWatch;
import io.camunda.zeebe.process.test.api.ZeebeTestEngine;
import io.camunda.zeebe.process.test.engine.EngineFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.springframework.core.env.Environment;
import org.springframework.util.FileSystemUtils;

/** What Herald speaks to: the engine, two SMTP servers, the Twilio API and a folder for the ledger. */
final class Surroundings implements AutoCloseable {
    private static final int ENGINE_PORT = 26_500;
    private static final int HERALD_PORT = 8090;
    private static final int KEPT_EMAILS = 500;
    private static final int REFUSED_CONNECTIONS = 2;
    private static final String HOST = "127.0.0.1";

    private final FreePort enginePort = FreePort.preferably(ENGINE_PORT);
    private final FreePort heraldPort = FreePort.preferably(HERALD_PORT);
    private final Mailbox mailbox = new Mailbox(KEPT_EMAILS);
    private final Path ledgerFolder;
    private final LocalTwilio twilio;
    private final LocalSmtpServer smtp;
    private final LocalSmtpServer recoveringSmtp;
    private final ZeebeTestEngine engine;
    private final InstanceWatch watch;

    Surroundings() throws IOException {
        ledgerFolder = Files.createTempDirectory("herald-sandbox");
        twilio = LocalTwilio.start();
        smtp = LocalSmtpServer.start(mailbox);
        recoveringSmtp = LocalSmtpServer.startRecovering(mailbox, REFUSED_CONNECTIONS);
        engine = EngineFactory.create(enginePort.number());
        engine.start();
        watch = new InstanceWatch(engine.getRecordStreamSource());
    }

    /** In what Herald differs from production. */
    Map<String, Object> settings() {
        Map<String, Object> settings = new TreeMap<>(destinations());
        for (String preset : new String[]{"default", "recovering"}) {
            settings.put("herald.smtp.presets." + preset + ".security", "none");
            settings.put("herald.smtp.presets." + preset + ".sender", "Herald Sandbox <no-reply@herald.example>");
        }
        settings.put("herald.sms.senders.default.account-sid", LocalTwilio.ACCOUNT_SID);
        settings.put("herald.sms.senders.default.auth-token", LocalTwilio.AUTH_TOKEN);
        settings.put("herald.sms.senders.default.from", "+15557654321");
        settings.put("herald.backoff.first", "500ms");
        settings.put("camunda.client.grpc-address", "http://" + HOST + ":" + enginePort.number());
        settings.put("camunda.client.prefer-rest-over-grpc", "false"); // the in-memory engine has no REST API
        // the in-memory engine answers each request for jobs at once, and remembers it for ever
        settings.put("camunda.client.worker.defaults.stream-enabled", "true");
        settings.put("spring.datasource.url", "jdbc:sqlite:" + ledgerFolder.resolve("ledger.db"));
        settings.put("server.port", heraldPort.number());
        settings.put("logging.config", "classpath:sandbox/logback.xml");
        return settings;
    }

    private Map<String, String> destinations() {
        return Map.of("herald.smtp.presets.default.host", HOST, //
                "herald.smtp.presets.default.port", String.valueOf(smtp.port()), //
                "herald.smtp.presets.recovering.host", HOST, //
                "herald.smtp.presets.recovering.port", String.valueOf(recoveringSmtp.port()), //
                "herald.sms.senders.default.base-url", twilio.baseUrl().toString());
    }

    /** Whether no setting leads messages to other servers. */
    boolean receiveAll(Environment environment) {
        return destinations().entrySet().stream()
                .allMatch(entry -> Objects.equals(entry.getValue(), environment.getProperty(entry.getKey())));
    }

    int smtpPort() {
        return smtp.port();
    }

    InstanceWatch watch() {
        return watch;
    }

    Outbox outbox() {
        return new Outbox(mailbox, twilio);
    }

    /** Where everything listens. */
    String overview() {
        return """
            engine   %s:%d, gRPC, in memory%s
            SMTP     %s:%d, and %s:%d which turns the first %d connections away
            Twilio   %s
            Herald   http://localhost:%d/actuator/health%s
            """.formatted(HOST, enginePort.number(), enginePort.note(), HOST, smtp.port(), HOST,
                recoveringSmtp.port(), REFUSED_CONNECTIONS, twilio.baseUrl(), heraldPort.number(), heraldPort.note());
    }

    void deleteLedger() {
        FileSystemUtils.deleteRecursively(ledgerFolder.toFile());
    }

    @Override
    public void close() {
        watch.close();
        engine.stop();
        smtp.close();
        recoveringSmtp.close();
        twilio.close();
        deleteLedger();
    }
}
