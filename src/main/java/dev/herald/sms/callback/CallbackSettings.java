package dev.herald.sms.callback;

import dev.herald.message.setting.InvalidSettingException;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * {@code herald.sms.callback}: Twilio's reports on what became of a message.
 *
 * @param publicUrl the address under which Twilio reaches Herald, as {@code https://herald.example.com}; null turns the
 *        callback off
 */
public record CallbackSettings(@Nullable URI publicUrl) {
    public static final String PROPERTY = "herald.sms.callback.public-url";
    static final String PATH = "/twilio/message-status";
    /**
     * What is added to the URL that Twilio is told, so that it repeats a report that was not taken; by itself it repeats only
     * where no connection was made.
     *
     * @see <a href="https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides">Connection overrides</a>
     */
    public static final String RETRIES = "#rc=5&rp=5xx,ct,rt";

    /** Whether Twilio is told to report. */
    public boolean enabled() {
        return publicUrl != null;
    }

    /** The URL that Twilio calls and signs; null where the callback is off. */
    public @Nullable String url() {
        return publicUrl == null ? null : publicUrl.toString().replaceFirst("/+$", "") + PATH;
    }

    /** @throws InvalidSettingException where the address is none that Twilio can call */
    public void check() {
        if (publicUrl != null && (!Urls.isHttp(publicUrl) || publicUrl.getRawQuery() != null
                || publicUrl.getRawFragment() != null || publicUrl.getRawUserInfo() != null)) {
            throw new InvalidSettingException(PROPERTY,
                    "is not an http or https address without query, fragment and credentials",
                    "Set it to the address under which Twilio reaches Herald, as https://herald.example.com.");
        }
    }

    /** Checks that the address is none of this machine or its network. */
    public void checkReachable() {
        if (publicUrl != null && Urls.isLocal(publicUrl.getHost())) {
            throw new InvalidSettingException(PROPERTY, "is an address that Twilio can't reach",
                    "Set it to the address under which the internet reaches Herald, as https://herald.example.com, or"
                            + " remove it.");
        }
    }
}
