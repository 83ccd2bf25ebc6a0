package dev.herald.email;

import dev.herald.email.ReportSettings.Imap;
import dev.herald.email.address.EmailAddress;
import dev.herald.email.report.BounceAddress;
import dev.herald.email.report.ImapServer;
import dev.herald.email.report.ImapServer.Login;
import dev.herald.email.report.ImapServer.Protection;
import dev.herald.email.report.MailboxReader;
import dev.herald.email.report.Reports;
import dev.herald.email.smtp.AccessTokens;
import dev.herald.message.LedgerId;
import dev.herald.message.Turns;
import dev.herald.message.later.AcceptedMessages;
import dev.herald.message.later.EmailReceipts;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.springframework.boot.actuate.health.CompositeHealthContributor;
import org.springframework.boot.actuate.health.HealthContributor;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The beans that read what becomes of accepted emails. */
@Configuration(proxyBeanMethods = false)
public class ReportConfiguration {
    private static final Duration TOKEN_TIMEOUT = Duration.ofSeconds(30);

    @Bean
    ReportMailboxes reportMailboxes(SmtpSettings settings, SslBundles bundles, LedgerId ledger,
            AcceptedMessages accepted, EmailReceipts receipts, Turns turns, MeterRegistry meters) {
        int mailboxes = (int) settings.presets().values().stream().map(SmtpPreset::reports)
                .filter(reports -> reports != null && reports.imap() != null).count();
        var alarms = new ScheduledThreadPoolExecutor(mailboxes + 1,
                Thread.ofPlatform().daemon().name("report-alarms").factory());
        alarms.setRemoveOnCancelPolicy(true);
        Map<String, MailboxReader> readers = new TreeMap<>();
        settings.presets().forEach((name, preset) -> {
            ReportSettings reports = preset.reports();
            if (reports != null && reports.imap() != null) {
                String setting = SmtpAccounts.setting(name) + ".reports.imap";
                readers.put(name, new MailboxReader(setting, server(setting, reports.imap(), bundles, alarms),
                        new Reports(bounceAddress(SmtpAccounts.setting(name), reports, ledger), accepted, receipts,
                                status -> Counter.builder("herald.reports")
                                        .description("Bounces and delivery reports that were read, by what they say")
                                        .tags("preset", name, "status", status).register(meters).increment()),
                        turns, alarms, InstantSource.system()));
            }
        });
        return new ReportMailboxes(readers, meters);
    }

    /** {@code mailbox}: one for each preset that has one. */
    @Bean
    HealthContributor mailboxHealthContributor(ReportMailboxes mailboxes) {
        return CompositeHealthContributor.fromMap(mailboxes.byPreset(), ReportMailboxes::health);
    }

    /** @param setting the preset's property */
    static BounceAddress bounceAddress(String setting, ReportSettings reports, LedgerId ledger) {
        EmailAddress address = SmtpPreset.parseSender(String.valueOf(reports.address()),
                setting + ".reports.address");
        return new BounceAddress(address.wireAddress(), reports.tagged(), ledger);
    }

    /** @param setting the mailbox's property */
    private static ImapServer server(String setting, Imap imap, SslBundles bundles, ScheduledExecutorService alarms) {
        return new ImapServer(Objects.requireNonNull(imap.host()), imap.effectivePort(), switch (imap.security()) {
            case STARTTLS -> Protection.STARTTLS;
            case TLS -> Protection.TLS;
            case NONE -> Protection.NONE;
        }, SmtpAccountFactory.socketFactory(bundles, setting, imap.sslBundle()),
                Objects.requireNonNull(imap.username()), login(setting, imap, alarms), imap.folder(),
                imap.doneFolder());
    }

    private static Login login(String setting, Imap imap, ScheduledExecutorService alarms) {
        if (imap.oauth2() == null) {
            return new Login.Password(Objects.requireNonNull(imap.password()));
        }
        var tokens = new AccessTokens(setting + ".oauth2", imap.oauth2(),
                HttpClient.newBuilder().connectTimeout(TOKEN_TIMEOUT).build(),
                TOKEN_TIMEOUT);
        return new Login.Token(() -> tokens.value(TOKEN_TIMEOUT, alarms));
    }
}
