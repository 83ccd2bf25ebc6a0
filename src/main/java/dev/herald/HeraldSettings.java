package dev.herald;

import dev.herald.dispatch.BackoffSettings;
import dev.herald.email.SmtpPreset;
import dev.herald.email.SmtpSettings;
import dev.herald.guardrail.GuardrailSettings;
import dev.herald.ledger.LedgerSettings;
import dev.herald.message.setting.InvalidSettingException;
import dev.herald.sms.SmsSender;
import dev.herald.sms.SmsSettings;
import dev.herald.zeebe.BackgroundSettings;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Everything below {@code herald}.
 *
 * @param patience how long an outage is waited out before an incident
 */
@ConfigurationProperties(prefix = "herald", ignoreUnknownFields = false)
record HeraldSettings(@DefaultValue("4h") Duration patience, @DefaultValue BackoffSettings backoff,
        @DefaultValue SmtpSettings smtp, @DefaultValue SmsSettings sms, @DefaultValue GuardrailSettings guardrails,
        @DefaultValue BackgroundSettings background, @DefaultValue LedgerSettings ledger) {

    HeraldSettings {
        if (!patience.isZero() && patience.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new InvalidSettingException("herald.patience", "is shorter than a second",
                    "Set it to a duration with its unit, as 4h.");
        }
        backoff.check();
        smtp.check();
        sms.check();
        guardrails.check();
        ledger.check(patience);
    }

    Duration longestSend() {
        return Stream
                .concat(smtp.presets().values().stream().map(SmtpPreset::sendDeadline),
                        sms.senders().values().stream().map(SmsSender::sendDeadline))
                .max(Comparator.naturalOrder()).orElse(Duration.ZERO);
    }
}
