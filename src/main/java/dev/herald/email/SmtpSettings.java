package dev.herald.email;

import java.util.Map;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code herald.smtp}: the SMTP accounts.
 *
 * @param presets by name
 */
public record SmtpSettings(@DefaultValue Map<String, SmtpPreset> presets) {
    public SmtpSettings {
        presets = Map.copyOf(presets);
    }

    /**
     * Checks every preset.
     *
     * @throws dev.herald.message.setting.InvalidSettingException naming the first property that is wrong
     */
    public void check() {
        presets.forEach((name, preset) -> preset.check(SmtpAccounts.setting(name)));
    }
}
