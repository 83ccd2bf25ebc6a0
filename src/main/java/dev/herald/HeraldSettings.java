package dev.herald;

import dev.herald.dispatch.BackoffSettings;
import dev.herald.email.SmtpSettings;
import dev.herald.guardrail.GuardrailSettings;
import dev.herald.ledger.LedgerSettings;
import dev.herald.message.InvalidSettingException;
import dev.herald.sms.SmsSettings;
import java.time.Duration;
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
        @DefaultValue LedgerSettings ledger) {

    HeraldSettings {
        if (patience.isNegative()) {
            throw new InvalidSettingException("herald.patience", "is negative", "Set it to a duration, as 4h.");
        }
        smtp.check();
        sms.check();
    }
}
