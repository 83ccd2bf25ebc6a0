package dev.herald;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.core.env.StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
import static org.springframework.core.env.StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME;

import dev.herald.email.SmtpPreset;
import dev.herald.email.smtp.OAuth2;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

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
            "herald.patience=-1h | herald.patience", "herald.patience=4 | herald.patience is shorter than a second",
            "herald.patience= | herald.patience has no value",
            "herald.smtp.presets.default.host=${NO_SUCH_VARIABLE} | herald.smtp.presets.default.host refers to something",
            "herald.patience=soon | herald.patience",
            "herald.backoff.first=0s | herald.backoff.first", "herald.backoff.max=1s | herald.backoff.max",
            "herald.guardrails.max-recipients=0 | herald.guardrails.max-recipients",
            "herald.guardrails.max-message-size=0 | herald.guardrails.max-message-size is less than 1",
            "herald.guardrails.max-message-size=-1MB | herald.guardrails.max-message-size is less than 1",
            "herald.guardrails.redirect-email-to=nobody | herald.guardrails.redirect-email-to",
            "herald.guardrails.redirect-sms-to=0170123 | herald.guardrails.redirect-sms-to",
            "herald.guardrails.allowed-phone-regions=Germany | herald.guardrails.allowed-phone-regions",
            "herald.backoff.first=10 | herald.backoff.first is shorter than 50ms",
            "herald.guardrails.allowed-phone-regions=UK | herald.guardrails.allowed-phone-regions has a value that is no",
            "herald.guardrails.allowed-recipient-domains=a@b | herald.guardrails.allowed-recipient-domains",
            "herald.guardrails.denied-recipient-domains=straße.example | herald.guardrails.denied-recipient-domains",
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

    @ParameterizedTest
    @ValueSource(strings = {"HERALD_GUARDRAILS_REDIRECTMAILTO", "HERALD_GUARDRAILS_REDIRECT_MAIL_TO",
            "herald_guardrails_redirectmailto", "HERALD_SMTP_PRESETS_DEFAULT_HOTS", "HERALD_SMTP_PRESET_DEFAULT_HOST",
            "HERALD_SMTP_PRESETS_DEFAULT_OAUTH2_TOKEN", "HERALD_BACKOFF_MIN", "HERALD_PATIENCE_HOURS",
            "HERALD_LEDGER_RETENTION_DAYS", "HERALD_SMS_SENDERS_DEFAULT_FROM_NUMBER", "HERALD_SMTP_PORT",
            "HERALD_PATIENSE", "HERALD_GUARDRAIL_REDIRECTEMAILTO", "HERALD_SMPT_PRESETS_DEFAULT_RATE",
            "HERALD_VERSION", "herald.guardrails.max-recipient", "herald.home", "herald..", "herald.[", "herald.x[1"})
    void stopsTheStartAndNamesAVariableThatIsNoSetting(String name, CapturedOutput output) {
        assertThatThrownBy(() -> start(Map.of(name, "s3cret", "HERALD_SMTP_PRESETS_DEFAULT_HOST", "mail.example",
                "HERALD_SMTP_PRESETS_DEFAULT_SENDER", "a@b.example"), Map.of())).isNotNull();

        assertThat(output).contains("The setting " + name + " does not exist.", "Remove it from the environment")
                .doesNotContain("s3cret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"herald.guardrails.redirect-mail-to", "herald.patience.hours", "herald.home",
            "herald.smtp.presets.default.max.connections"})
    void stopsTheStartAndNamesASystemPropertyThatIsNoSetting(String name, CapturedOutput output) {
        assertThatThrownBy(() -> start(Map.of(), Map.of(name, "s3cret", "herald.smtp.presets.default.host",
                "mail.example", "herald.smtp.presets.default.sender", "a@b.example"))).isNotNull();

        assertThat(output).contains("The setting " + name + " does not exist.", "Remove it from the JVM's options")
                .doesNotContain("s3cret");
    }

    @Test
    void takesEverySpellingOfAVariableThatSpringBootBinds() {
        Map<String, String> variables = Map.ofEntries(entry("HERALD_PATIENCE", "2h"),
                entry("herald_backoff_first", "1s"),
                entry("HERALD_SMTP_PRESETS_DEFAULT_HOST", "mail.example"),
                entry("HERALD_SMTP_PRESETS_DEFAULT_SENDER", "a@b.example"),
                entry("HERALD_SMTP_PRESETS_DEFAULT_MAXCONNECTIONS", "3"),
                entry("HERALD_SMTP_PRESETS_DEFAULT_CONNECT_TIMEOUT", "4s"),
                entry("HERALD_SMTP_PRESETS_DEFAULT_MAX_ATTACHMENT_SIZE", "2MB"),
                entry("HERALD_SMTP_PRESETS_DEFAULT_ALLOWED_SENDERS_0", "c@b.example"),
                entry("HERALD_SMTP_PRESETS_DEFAULT_ALLOWED_SENDERS_1", "d@b.example"),
                entry("HERALD_SMTP_PRESETS_DEFAULT_RATE", "14/s"), entry("HERALD_SMTP_PRESETS_DEFAULT_USERNAME", "u"),
                entry("HERALD_SMTP_PRESETS_DEFAULT_OAUTH2_TOKEN_URI", "https://login.example/token"),
                entry("HERALD_SMTP_PRESETS_DEFAULT_OAUTH2_CLIENTID", "id"),
                entry("HERALD_SMTP_PRESETS_DEFAULT_OAUTH2_CLIENT_SECRET", "secret"),
                entry("HERALD_SMTP_PRESETS_2_HOST", "mail.example"),
                entry("HERALD_SMTP_PRESETS_2_SENDER", "a@b.example"),
                entry("herald.smtp.presets.default.read-timeout", "5s"));
        try (var context = start(variables,
                Map.of("herald.smtp.presets.default.sendDeadline", "6s", "herald.guardrails.max_recipients", "7",
                        "herald.smtp.presets.bulk-mail.host", "mail.example",
                        "herald.smtp.presets.bulk-mail.sender", "e@b.example"))) {
            HeraldSettings settings = context.getBean(HeraldSettings.class);
            SmtpPreset preset = Objects.requireNonNull(settings.smtp().presets().get("default"));
            assertThat(settings.smtp().presets()).containsOnlyKeys("default", "2", "bulk-mail");
            assertThat(settings.patience()).hasHours(2);
            assertThat(settings.backoff().first()).hasSeconds(1);
            assertThat(settings.guardrails().maxRecipients()).isEqualTo(7);
            assertThat(preset.maxConnections()).isEqualTo(3);
            assertThat(preset.connectTimeout()).hasSeconds(4);
            assertThat(preset.readTimeout()).hasSeconds(5);
            assertThat(preset.sendDeadline()).hasSeconds(6);
            assertThat(preset.maxAttachmentSize()).hasToString("2097152B");
            assertThat(preset.allowedSenders()).containsExactly("c@b.example", "d@b.example");
            assertThat(preset.oauth2()).extracting(OAuth2::clientSecret).isEqualTo("secret");
        }
    }

    @Test
    void leavesAloneWhatIsNotMeantForIt() {
        String address = "tcp://10.0.0.1:25";
        start(Map.ofEntries(entry("HERALDSMTP_X", "1"),
                entry("HERALD_SERVICE_HOST", "10.0.0.1"), entry("HERALD_PORT", address),
                entry("HERALD_PORT_8090_TCP_ADDR", "10.0.0.1"), entry("HERALD_SMTP_SERVICE_HOST", "10.0.0.1"),
                entry("HERALD_SMTP_SERVICE_PORT", "25"), entry("HERALD_SMTP_SERVICE_PORT_SUBMISSION", "587"),
                entry("HERALD_SMTP_PORT", address), entry("HERALD_SMTP_PORT_25_TCP", address),
                entry("HERALD_SMTP_PORT_25_TCP_PROTO", "tcp"), entry("HERALD_SMTP_PORT_25_TCP_PORT", "25")),
                Map.of("heraldry", "1", "java.herald.x", "1")).close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HERALD_PATIENCE", "HERALD_GUARDRAILS_MAXMESSAGESPERHOUR",
            "HERALD_GUARDRAILS_MAX_MESSAGES_PER_HOUR"})
    void stopsTheStartWhereAVariableIsEmpty(String name, CapturedOutput output) {
        assertThatThrownBy(() -> start(Map.of(name, ""), Map.of())).isNotNull();

        assertThat(output).contains(" has no value.");
    }

    @Test
    void doesNotMindAVariableThatAnotherSourceOverrides() {
        String domains = "HERALD_GUARDRAILS_DENIEDRECIPIENTDOMAINS_";
        String regions = "HERALD_GUARDRAILS_ALLOWED_PHONE_REGIONS_";
        start(Map.of(domains + 0, "a.example", domains + 1, "b.example", regions + 0, "US", regions + 1, "DE"),
                Map.of(),
                "herald.guardrails.denied-recipient-domains=c.example", "herald.guardrails.allowed-phone-regions[0]=FR")
                .close();
    }

    private static ConfigurableApplicationContext start(String... settings) {
        return start(Map.of(), Map.of(), settings);
    }

    private static ConfigurableApplicationContext start(Map<String, String> variables, Map<String, String> properties,
            String... settings) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().replace(SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                new SystemEnvironmentPropertySource(SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, Map.copyOf(variables)));
        environment.getPropertySources().replace(SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME,
                new MapPropertySource(SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME, Map.copyOf(properties)));
        SpringApplication application = new SpringApplication(HeraldConfiguration.class);
        application.setEnvironment(environment);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setRegisterShutdownHook(false);
        return application.run(Stream.of(settings).map(setting -> "--" + setting).toArray(String[]::new));
    }
}
