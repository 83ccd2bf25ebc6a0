package dev.herald;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

@ExtendWith(OutputCaptureExtension.class)
class HeraldSettingsTest {

    @Test
    void startsWithNothingConfigured() {
        try (var context = start()) {
            HeraldSettings settings = context.getBean(HeraldSettings.class);
            assertThat(settings.patience()).hasHours(4);
            assertThat(settings.backoff().first()).hasSeconds(10);
            assertThat(settings.backoff().max()).hasMinutes(5);
            assertThat(settings.guardrails().maxRecipients()).isEqualTo(50);
            assertThat(settings.ledger().retention()).hasDays(30);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"herald.smtp.presets.default.port=25 | herald.smtp.presets.default.host",
            "herald.sms.senders.default.from=+15557654321 | herald.sms.senders.default.account-sid",
            "herald.patience=-1h | herald.patience", "herald.patience=soon | herald.patience",
            "herald.backoff.first=0s | herald.backoff.first", "herald.backoff.max=1s | herald.backoff.max",
            "herald.guardrails.max-recipients=0 | herald.guardrails.max-recipients",
            "herald.guardrails.redirect-email-to=nobody | herald.guardrails.redirect-email-to",
            "herald.guardrails.redirect-sms-to=0170123 | herald.guardrails.redirect-sms-to",
            "herald.guardrails.allowed-phone-regions=Germany | herald.guardrails.allowed-phone-regions",
            "herald.guardrails.allowed-recipient-domains=a@b | herald.guardrails.allowed-recipient-domains",
            "herald.ledger.retention=0s | herald.ledger.retention is shorter than a day",
            "herald.ledger.retention=-1d | herald.ledger.retention is shorter than a day",
            "herald.ledger.retention=30 | herald.ledger.retention is shorter than a day",
            "herald.patience=31d | herald.ledger.retention is shorter than herald.patience",
            "herald.guardrails.max-recipient=1 | herald.guardrails.max-recipient",
            "herald.smtp.presets.default.hots=x | herald.smtp.presets.default.hots",
            "herald.smtp.presets.default.security=ssl | herald.smtp.presets.default.security"})
    void stopsTheStartAndNamesTheProperty(String setting, String property, CapturedOutput output) {
        assertThatThrownBy(() -> start(setting)).isNotNull();

        assertThat(output).contains("APPLICATION FAILED TO START").contains(property);
    }

    @Test
    void keepsTheValueOfAMistypedSettingToItself(CapturedOutput output) {
        assertThatThrownBy(() -> start("herald.smtp.presets.default.passwort=s3cret")).isNotNull();

        assertThat(output).contains("There is no setting herald.smtp.presets.default.passwort.")
                .doesNotContain("s3cret");
    }

    private static ConfigurableApplicationContext start(String... settings) {
        SpringApplication application = new SpringApplication(HeraldConfiguration.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setRegisterShutdownHook(false);
        return application.run(Stream.of(settings).map(setting -> "--" + setting).toArray(String[]::new));
    }
}
