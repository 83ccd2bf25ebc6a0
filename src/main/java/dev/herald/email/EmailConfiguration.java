package dev.herald.email;

import dev.herald.email.mime.MessageComposer;
import dev.herald.message.Channel;
import dev.herald.message.Email;
import dev.herald.message.LedgerId;
import java.time.InstantSource;
import org.springframework.boot.actuate.health.CompositeHealthContributor;
import org.springframework.boot.actuate.health.HealthContributor;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The beans of the email channel. */
@Configuration(proxyBeanMethods = false)
public class EmailConfiguration {

    @Bean
    SmtpAccounts smtpAccounts(SmtpSettings settings, SslBundles bundles, LedgerId ledger) {
        return SmtpAccounts.open(settings, bundles, ledger);
    }

    @Bean
    Channel<Email> emailChannel(SmtpAccounts accounts, LedgerId ledger, InstantSource clock) {
        return new EmailChannel(accounts, new MessageComposer(ledger, clock), ledger);
    }

    /** {@code smtp}: one for each preset. */
    @Bean
    HealthContributor smtpHealthContributor(SmtpAccounts accounts) {
        return CompositeHealthContributor.fromMap(accounts.byName(), SmtpHealth::new);
    }
}
