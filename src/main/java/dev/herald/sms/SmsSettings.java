package dev.herald.sms;

import java.util.Map;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code herald.sms}: the Twilio senders.
 *
 * @param senders by name
 */
public record SmsSettings(@DefaultValue Map<String, SmsSender> senders) {
    public SmsSettings {
        senders = Map.copyOf(senders);
    }

    /**
     * Checks every sender.
     *
     * @throws dev.herald.message.InvalidSettingException naming the first property that is wrong
     */
    public void check() {
        senders.forEach((name, sender) -> sender.check("herald.sms.senders." + name));
    }
}
