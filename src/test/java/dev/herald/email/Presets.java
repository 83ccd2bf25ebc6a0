package dev.herald.email;

import dev.herald.email.smtp.OAuth2;
import dev.herald.email.smtp.SmtpServer;
import dev.herald.message.OnUnconfirmed;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** Presets for tests, all to a server on this machine. */
public final class Presets {
    private final int port;
    private SmtpServer.Security security = SmtpServer.Security.NONE;
    private @Nullable String username;
    private @Nullable String password;
    private @Nullable OAuth2 oauth2;
    private List<String> allowedSenders = List.of();
    private List<String> allowedTenants = List.of();
    private List<String> allowedHeaders = List.of();
    private @Nullable Integer maxMessagesPerConnection;
    private Duration readTimeout = Duration.ofSeconds(20);
    private Duration sendDeadline = Duration.ofSeconds(30);
    private @Nullable String sslBundle;
    private String host = "localhost";
    private @Nullable ReportSettings reports;

    private Presets(int port) {
        this.port = port;
    }

    public static Presets on(int port) {
        return new Presets(port);
    }

    public Presets host(String name) {
        host = name;
        return this;
    }

    public Presets security(SmtpServer.Security value) {
        security = value;
        return this;
    }

    public Presets login(String user, String secret) {
        username = user;
        password = secret;
        return this;
    }

    public Presets oauth2(String user, OAuth2 value) {
        username = user;
        oauth2 = value;
        return this;
    }

    public Presets allowedSenders(String... senders) {
        allowedSenders = List.of(senders);
        return this;
    }

    public Presets readTimeout(Duration value) {
        readTimeout = value;
        return this;
    }

    public Presets sendDeadline(Duration value) {
        sendDeadline = value;
        return this;
    }

    public Presets sslBundle(String name) {
        sslBundle = name;
        return this;
    }

    public Presets reports(@Nullable ReportSettings value) {
        reports = value;
        return this;
    }

    public Presets maxMessagesPerConnection(int value) {
        maxMessagesPerConnection = value;
        return this;
    }

    public Presets allowedTenants(String... tenants) {
        allowedTenants = List.of(tenants);
        return this;
    }

    public Presets allowedHeaders(String... names) {
        allowedHeaders = List.of(names);
        return this;
    }

    public SmtpPreset build() {
        return new SmtpPreset(host, port, security, username, password, oauth2, "Acme Shop <no-reply@acme.example>",
                allowedSenders, 4, null, Duration.ofSeconds(10), readTimeout, sendDeadline,
                OnUnconfirmed.INCIDENT, "client.example", DataSize.ofMegabytes(1), sslBundle, reports,
                maxMessagesPerConnection, allowedTenants, allowedHeaders);
    }
}
