package dev.herald.sms;

import dev.herald.message.setting.InvalidSettingException;
import dev.herald.sms.callback.CallbackSettings;
import java.util.Map;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code herald.sms}: the Twilio senders.
 *
 * @param senders by name
 * @param callback where Twilio reports what became of a message
 */
public record SmsSettings(@DefaultValue Map<String, SmsSender> senders, @DefaultValue CallbackSettings callback) {
    static final String SENDERS = "herald.sms.senders.";

    public SmsSettings {
        senders = Map.copyOf(senders);
    }

    /**
     * Checks every sender and the callback.
     *
     * @throws InvalidSettingException naming the first property that is wrong
     */
    public void check() {
        senders.forEach((name, sender) -> sender.check(SENDERS + name));
        callback.check();
        if (callback.enabled()) {
            senders.forEach((name, sender) -> checkCallback(SENDERS + name, sender));
        }
    }

    private void checkCallback(String path, SmsSender sender) {
        if (sender.signingTokens().isEmpty()) {
            throw new InvalidSettingException(path + ".callback-auth-token",
                    "is missing: Twilio signs its callbacks with the auth token of account-sid",
                    "Set it to that account's auth token, or remove herald.sms.callback.public-url.");
        }
        if (sender.isTwilioItself()) {
            callback.checkReachable();
        }
    }
}
