package dev.herald;

import dev.herald.dispatch.DispatchSettings;
import dev.herald.document.DocumentLimits;
import dev.herald.email.SmtpSettings;
import dev.herald.guardrail.GuardrailSettings;
import dev.herald.ledger.LedgerSettings;
import dev.herald.sms.SmsSettings;
import dev.herald.zeebe.BackgroundSettings;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Hands each package its part of the settings. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(HeraldSettings.class)
class HeraldConfiguration {

    @Bean
    static ConfigurationPropertiesBindHandlerAdvisor unknownSettings() {
        return UnknownSettings::new;
    }

    @Bean
    SmtpSettings smtpSettings(HeraldSettings settings) {
        return settings.smtp();
    }

    @Bean
    SmsSettings smsSettings(HeraldSettings settings) {
        return settings.sms();
    }

    @Bean
    LedgerSettings ledgerSettings(HeraldSettings settings) {
        return settings.ledger();
    }

    @Bean
    BackgroundSettings backgroundSettings(HeraldSettings settings) {
        return settings.background();
    }

    @Bean
    DispatchSettings dispatchSettings(HeraldSettings settings) {
        return new DispatchSettings(settings.patience(), settings.backoff(), settings.longestSend());
    }

    @Bean
    DocumentLimits documentLimits(HeraldSettings settings) {
        return new DocumentLimits(settings.longestSend(), settings.guardrails().maxMessageSize().toBytes());
    }

    @Bean
    GuardrailSettings guardrailSettings(HeraldSettings settings) {
        return settings.guardrails();
    }
}
