package dev.herald.sandbox;

import dev.herald.sandbox.engine.InstanceWatch;
import dev.herald.sandbox.local.LocalDocumentStore;
import dev.herald.sandbox.local.LocalSmtpServer;
import dev.herald.sandbox.local.LocalTwilio;
import dev.herald.sandbox.local.Mailbox;
import dev.herald.sandbox.local.ReportMailbox;
import io.camunda.zeebe.process.test.api.ZeebeTestEngine;
import io.camunda.zeebe.process.test.engine.EngineFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.util.FileSystemUtils;

/** What Herald speaks to: the engine, two SMTP servers, a mailbox for bounces, the Twilio API, a document store and a folder for the ledger. */
final class Surroundings implements AutoCloseable {
    private static final int ENGINE_PORT = 26_500;
    private static final int HERALD_PORT = 8090;
    private static final int KEPT_EMAILS = 500;
    private static final int REFUSED_CONNECTIONS = 2;
    private static final String HOST = "127.0.0.1";
    private static final String PRESETS = "herald.smtp.presets";
    private static final String SENDERS = "herald.sms.senders";

    private final FreePort enginePort = FreePort.preferably(ENGINE_PORT);
    private final FreePort heraldPort = FreePort.preferably(HERALD_PORT);
    private final Mailbox mailbox = new Mailbox(KEPT_EMAILS);
    private final Path ledgerFolder;
    private final LocalTwilio twilio;
    private final ReportMailbox reports;
    private final LocalDocumentStore documents;
    private final LocalSmtpServer smtp;
    private final LocalSmtpServer recoveringSmtp;
    private final ZeebeTestEngine engine;
    private final InstanceWatch watch;
    private final Outbox outbox;

    Surroundings() throws IOException {
        ledgerFolder = Files.createTempDirectory("herald-sandbox");
        twilio = LocalTwilio.start();
        documents = LocalDocumentStore.start();
        reports = ReportMailbox.start();
        smtp = LocalSmtpServer.start(mailbox, reports);
        recoveringSmtp = LocalSmtpServer.startRecovering(mailbox, REFUSED_CONNECTIONS);
        engine = EngineFactory.create(enginePort.number());
        engine.start();
        watch = new InstanceWatch(engine.getRecordStreamSource());
        outbox = new Outbox(mailbox, twilio, watch);
    }

    /**
     * In what Herald differs from production.
     *
     * @param environment what is set already
     * @param accounts what models name; those that are not set lead here
     */
    Map<String, Object> settings(Environment environment, Accounts accounts) {
        Map<String, Object> settings = new TreeMap<>();
        preset(settings, "default", smtp, accounts.addresses());
        reports.settings().forEach(
                (name, value) -> settings.put(PRESETS + ".default.reports." + name, value));
        preset(settings, "recovering", recoveringSmtp, accounts.addresses());
        sender(settings, "default");
        accounts.presets().stream().filter(lacks(environment, settings, PRESETS, ".host"))
                .forEach(name -> preset(settings, name, smtp, accounts.addresses()));
        accounts.senders().stream().filter(lacks(environment, settings, SENDERS, ".account-sid"))
                .forEach(name -> sender(settings, name));
        settings.put("herald.patience", "1m"); // so that one can see what comes after it
        settings.put("herald.backoff.first", "500ms");
        settings.put("herald.guardrails.denied-recipient-domains", Tries.DENIED_DOMAIN);
        settings.put("camunda.client.grpc-address", "http://" + HOST + ":" + enginePort.number());
        settings.put("camunda.client.prefer-rest-over-grpc", "false"); // the in-memory engine has no REST API
        settings.put("camunda.client.rest-address", documents.baseUrl().toString()); // but documents need one
        // the in-memory engine answers each request for jobs at once, and remembers it for ever
        settings.put("camunda.client.worker.defaults.stream-enabled", "true");
        settings.put("spring.datasource.url", "jdbc:sqlite:" + ledgerFolder.resolve("ledger.db"));
        settings.put("server.port", heraldPort.number());
        settings.put("logging.config", "classpath:sandbox/logback.xml");
        settings.put("logging.level.org.apache.coyote", "error");
        return settings;
    }

    private static void preset(Map<String, Object> settings, String name, LocalSmtpServer server,
            Set<String> addresses) {
        String path = PRESETS + "." + name;
        settings.put(path + ".host", HOST);
        settings.put(path + ".port", server.port());
        settings.put(path + ".security", "none");
        settings.put(path + ".sender", "Herald Sandbox <no-reply@herald.example>");
        int index = 0;
        for (String address : addresses) {
            settings.put(path + ".allowed-senders[" + index++ + "]", address);
        }
    }

    private void sender(Map<String, Object> settings, String name) {
        String path = SENDERS + "." + name;
        settings.put(path + ".base-url", twilio.baseUrl().toString());
        settings.put(path + ".account-sid", LocalTwilio.ACCOUNT_SID);
        settings.put(path + ".auth-token", LocalTwilio.AUTH_TOKEN);
        settings.put(path + ".from", "+15557654321");
    }

    private static Predicate<String> lacks(Environment environment, Map<String, Object> settings, String accounts,
            String property) {
        Set<String> set = Binder.get(environment).bind(accounts, Bindable.mapOf(String.class, Destination.class))
                .map(Map::keySet).orElse(Set.of());
        return name -> !set.contains(name) && !settings.containsKey(accounts + "." + name + property);
    }

    /** Whether no setting leads messages to other servers. */
    boolean receiveAll(Environment environment) {
        Binder settings = Binder.get(environment);
        Bindable<Map<String, Destination>> accounts = Bindable.mapOf(String.class, Destination.class);
        Set<Integer> ports = Set.of(smtp.port(), recoveringSmtp.port());
        return settings.bind(PRESETS, accounts).orElse(Map.of()).values().stream()
                .allMatch(preset -> HOST.equals(preset.host()) && ports.contains(preset.port()))
                && settings.bind(SENDERS, accounts).orElse(Map.of()).values().stream()
                        .allMatch(sender -> twilio.baseUrl().toString().equals(sender.baseUrl()));
    }

    /** Where an account leads: host and port of a preset, or the URL of a sender. */
    record Destination(@Nullable String host, @Nullable Integer port, @Nullable String baseUrl) {}

    int smtpPort() {
        return smtp.port();
    }

    InstanceWatch watch() {
        return watch;
    }

    Outbox outbox() {
        return outbox;
    }

    /**
     * Where everything listens.
     *
     * @param herald the port of its health checks
     */
    String overview(int herald) {
        return """
            engine   %s:%d, gRPC, in memory%s
            SMTP     %s:%d, and %s:%d which turns the first %d connections away
            Twilio   %s
            REST     %s, documents only
            Herald   http://localhost:%d/actuator/health%s
            """.formatted(HOST, enginePort.number(), enginePort.note(), HOST, smtp.port(), HOST,
                recoveringSmtp.port(), REFUSED_CONNECTIONS, twilio.baseUrl(), documents.baseUrl(), herald,
                herald == heraldPort.number() ? heraldPort.note() : "");
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
        reports.close();
        twilio.close();
        documents.close();
        deleteLedger();
    }
}
