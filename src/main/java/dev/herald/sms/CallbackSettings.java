package dev.herald.sms;

import dev.herald.message.InvalidSettingException;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * {@code herald.sms.callback}: Twilio's reports on what became of a message.
 *
 * @param publicUrl the address under which Twilio reaches Herald, as {@code https://herald.example.com}; null turns the
 *        callback off
 */
public record CallbackSettings(@Nullable URI publicUrl) {
    static final String PATH = "/twilio/message-status";

    boolean enabled() {
        return publicUrl != null;
    }

    /** The URL that Twilio is told to call and signs; null where the callback is off. */
    @Nullable
    String url() {
        return publicUrl == null ? null : publicUrl.toString().replaceFirst("/+$", "") + PATH;
    }

    void check() {
        if (publicUrl != null && (!Urls.isHttp(publicUrl) || publicUrl.getRawQuery() != null
                || publicUrl.getRawFragment() != null || publicUrl.getRawUserInfo() != null)) {
            throw new InvalidSettingException("herald.sms.callback.public-url",
                    "is not an http or https address without query, fragment and credentials",
                    "Set it to the address under which Twilio reaches Herald, as https://herald.example.com.");
        }
    }
}
