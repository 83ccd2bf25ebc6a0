package dev.herald.sms;

import dev.herald.message.InvalidSettingException;
import dev.herald.message.OnUnconfirmed;
import dev.herald.message.Rate;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * One Twilio sender.
 *
 * @param from the number or alphanumeric name that the message comes from; or a messaging service
 * @param numberCheck whether a number must be possible or be in an assigned range
 * @param defaultRegion ISO 3166-1 alpha-2; null accepts E.164 only
 */
public record SmsSender(@Nullable String accountSid, @Nullable String authToken, @Nullable String apiKey,
        @Nullable String apiSecret, @Nullable String from, @Nullable String messagingServiceSid,
        @DefaultValue("possible") NumberCheck numberCheck, @Nullable String defaultRegion,
        @DefaultValue("https://api.twilio.com") URI baseUrl, @DefaultValue("64") int maxConnections,
        @Nullable Rate rate, @DefaultValue("10s") Duration connectTimeout, @DefaultValue("60s") Duration sendDeadline,
        @DefaultValue("incident") OnUnconfirmed onUnconfirmed) {

    /** How strictly a phone number is checked. */
    public enum NumberCheck {
        /** It could be a number: length and country code fit. */
        POSSIBLE,
        /** Its range is assigned. */
        VALID
    }

    void check(String path) {
        if (accountSid == null || accountSid.isBlank()) {
            throw new InvalidSettingException(path + ".account-sid", "is missing",
                    "Set it to the account SID (AC...) of the Twilio console.");
        }
    }

    @Override
    public String toString() {
        return "SmsSender[" + baseUrl + "]";
    }
}
