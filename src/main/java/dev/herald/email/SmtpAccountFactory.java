package dev.herald.email;

import dev.herald.email.address.EmailAddress;
import dev.herald.email.smtp.AccessTokens;
import dev.herald.email.smtp.Pipelining;
import dev.herald.email.smtp.SmtpConnectionPool;
import dev.herald.email.smtp.SmtpConnector;
import dev.herald.email.smtp.SmtpLogin;
import dev.herald.email.smtp.SmtpServer;
import dev.herald.message.LedgerId;
import dev.herald.message.Route;
import dev.herald.message.setting.InvalidSettingException;
import java.net.http.HttpClient;
import java.util.HashSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Collectors;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundles;

/** Makes accounts of checked presets. */
final class SmtpAccountFactory {
    private final SslBundles bundles;
    private final ScheduledExecutorService alarms;
    private final LedgerId ledger;

    SmtpAccountFactory(SslBundles bundles, ScheduledExecutorService alarms, LedgerId ledger) {
        this.bundles = bundles;
        this.ledger = ledger;
        this.alarms = alarms;
    }

    /** @param setting the preset's property */
    SmtpAccount open(String setting, SmtpPreset preset) {
        preset.check(setting);
        EmailAddress sender = preset.sender() == null
                ? null
                : SmtpPreset.parseSender(preset.sender(), setting + ".sender");
        return new SmtpAccount(
                new Route(setting, preset.maxConnections(), preset.rate(), preset.sendDeadline(),
                        preset.onUnconfirmed()),
                preset.server(), sender, permissions(setting, preset, sender), preset.maxAttachmentSize(),
                reporting(setting, preset.reports()),
                new SmtpConnector(preset.server(), socketFactory(bundles, setting, preset.sslBundle()),
                        login(setting, preset)),
                new SmtpConnectionPool(
                        Objects.requireNonNullElse(preset.maxMessagesPerConnection(), Integer.MAX_VALUE)),
                new Pipelining(), alarms);
    }

    private static Permissions permissions(String setting, SmtpPreset preset, @Nullable EmailAddress sender) {
        Set<String> senders = new HashSet<>();
        if (sender != null) {
            senders.add(sender.identity());
        }
        preset.allowedSenders().forEach(
                allowed -> senders.add(SmtpPreset.parseSender(allowed, setting + ".allowed-senders").identity()));
        return new Permissions(setting, Set.copyOf(senders), Set.copyOf(preset.allowedTenants()),
                preset.allowedHeaders().stream().map(name -> name.strip().toLowerCase(Locale.ROOT))
                        .collect(Collectors.toUnmodifiableSet()));
    }

    private @Nullable Reporting reporting(String setting, @Nullable ReportSettings reports) {
        return reports == null
                ? null
                : new Reporting(ReportConfiguration.bounceAddress(setting, reports, ledger), reports.request());
    }

    /** @param bundle the name of an SSL bundle; null for what the JVM trusts */
    static SSLSocketFactory socketFactory(SslBundles bundles, String setting, @Nullable String bundle) {
        if (bundle == null) {
            return (SSLSocketFactory) SSLSocketFactory.getDefault();
        }
        try {
            return bundles.getBundle(bundle).createSslContext().getSocketFactory();
        } catch (NoSuchSslBundleException e) {
            throw new InvalidSettingException(setting + ".ssl-bundle", "names no SSL bundle",
                    "Set it to one of those below spring.ssl.bundle.");
        }
    }

    private static SmtpLogin login(String setting, SmtpPreset preset) {
        String username = preset.username();
        if (username == null) {
            return new SmtpLogin.None();
        }
        if (preset.oauth2() != null) {
            return new SmtpLogin.Token(username, new AccessTokens(setting + ".oauth2", preset.oauth2(),
                    HttpClient.newBuilder().connectTimeout(preset.connectTimeout()).build(), preset.readTimeout()));
        }
        return new SmtpLogin.Password(username, Objects.requireNonNull(preset.password()),
                preset.security() != SmtpServer.Security.NONE);
    }
}
