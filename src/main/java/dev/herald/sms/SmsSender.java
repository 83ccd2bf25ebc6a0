package dev.herald.sms;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import dev.herald.message.OnUnconfirmed;
import dev.herald.message.Route;
import dev.herald.message.setting.InvalidSettingException;
import dev.herald.message.setting.Rate;
import dev.herald.message.text.Blanks;
import dev.herald.sms.callback.Urls;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * One Twilio sender.
 *
 * @param accountSid {@code AC...}
 * @param mainAccountSid whose {@code authToken} it is, where {@code accountSid} is a subaccount; null for its own
 * @param authToken the account's token; or an API key with its secret
 * @param apiKey {@code SK...}
 * @param from the number (E.164), short code or alphanumeric name that the message comes from
 * @param messagingServiceSid {@code MG...}; together with {@code from} that one of its numbers sends
 * @param numberCheck how strictly a recipient's number is checked
 * @param defaultRegion ISO 3166-1 alpha-2; null accepts E.164 only
 * @param allowShortCodes whether a message may go to a short code of the default region
 * @param smartEncoding whether typographic quotes, dashes and spaces are replaced where that saves segments
 * @param baseUrl where the API is
 * @param connectTimeout for reaching it; null for 10 seconds, or {@code sendDeadline} where that is less
 * @param callbackAuthToken the account's token, needed for delivery callbacks where {@code authToken} is not
 * @param previousAuthToken is good for callbacks, too, while a token is rotated
 * @param allowedTenants whose processes may use it; empty for all
 */
public record SmsSender(@Nullable String accountSid, @Nullable String mainAccountSid, @Nullable String authToken,
        @Nullable String apiKey, @Nullable String apiSecret, @Nullable String from,
        @Nullable String messagingServiceSid,
        @DefaultValue("possible") NumberCheck numberCheck, @Nullable String defaultRegion,
        @DefaultValue("false") boolean allowShortCodes, @DefaultValue("false") boolean smartEncoding,
        @DefaultValue("https://api.twilio.com") URI baseUrl, @DefaultValue("64") int maxConnections,
        @Nullable Rate rate, @Nullable Duration connectTimeout, @DefaultValue("60s") Duration sendDeadline,
        @DefaultValue("incident") OnUnconfirmed onUnconfirmed, @Nullable String callbackAuthToken,
        @Nullable String previousAuthToken, @DefaultValue List<String> allowedTenants) {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Pattern ACCOUNT_SID = Pattern.compile("AC[0-9a-zA-Z]{32}");
    private static final Pattern API_KEY = Pattern.compile("SK[0-9a-zA-Z]{32}");
    private static final Pattern SERVICE_SID = Pattern.compile("MG[0-9a-zA-Z]{32}");
    /** E.164, a short code, or a name of up to 11 characters with at least one letter. */
    private static final Pattern FROM = Pattern
            .compile("\\+[1-9]\\d{1,14}|\\d{3,8}|(?=.{1,11}$)(?=.*[A-Za-z])[A-Za-z0-9+\\-_&][A-Za-z0-9 +\\-_&]*");

    /** A number without its plus. */
    private static final Pattern BARE_NUMBER = Pattern.compile("\\d{9,15}");
    /** What a token or secret consists of. */
    private static final Pattern VISIBLE = Pattern.compile("[!-~]+");

    public SmsSender {
        allowedTenants = List.copyOf(allowedTenants);
    }

    /** How strictly a phone number is checked. */
    public enum NumberCheck {
        /** It could be a number: length and country code fit. */
        LENGTH,
        /** As {@link #LENGTH}, and it is not known to take no SMS. */
        POSSIBLE,
        /** Its range is assigned. */
        VALID
    }

    Duration effectiveConnectTimeout() {
        if (connectTimeout != null) {
            return connectTimeout;
        }
        return sendDeadline.compareTo(CONNECT_TIMEOUT) < 0 ? sendDeadline : CONNECT_TIMEOUT;
    }

    void check(String path) {
        checkAccount(path);
        checkOrigin(path);
        if (defaultRegion != null && !PhoneNumberUtil.getInstance().getSupportedRegions().contains(defaultRegion)) {
            throw new InvalidSettingException(path + ".default-region", "is not a region",
                    "Set it to a country code of two capital letters (ISO 3166-1), as US.");
        }
        if (allowShortCodes && defaultRegion == null) {
            throw new InvalidSettingException(path + ".allow-short-codes", "needs default-region",
                    "Set default-region too: a short code belongs to a country.");
        }
        if (!Urls.isHttp(baseUrl) || baseUrl.getRawUserInfo() != null || baseUrl.getRawQuery() != null) {
            throw new InvalidSettingException(path + ".base-url", "is not an http or https address",
                    "Set it as https://api.twilio.com, without query and credentials.");
        }
        if (maxConnections < 1) {
            throw new InvalidSettingException(path + ".max-connections", "is less than 1", "Set it to 1 or more.");
        }
        InvalidSettingException.requireTimeout(path + ".send-deadline", sendDeadline);
        InvalidSettingException.requireTimeout(path + ".connect-timeout", effectiveConnectTimeout());
        if (effectiveConnectTimeout().compareTo(sendDeadline) > 0) {
            throw new InvalidSettingException(path + ".connect-timeout", "is longer than send-deadline",
                    "Set it to send-deadline or less.");
        }
    }

    private void checkAccount(String path) {
        matches(path + ".account-sid", accountSid, ACCOUNT_SID,
                "Set it to the account SID of the Twilio console, AC and 32 digits.");
        if (authToken != null && (apiKey != null || apiSecret != null)) {
            throw new InvalidSettingException(path + ".auth-token", "contradicts api-key and api-secret",
                    "Keep either auth-token, or api-key with api-secret.");
        }
        if (authToken == null && apiKey == null && apiSecret == null) {
            throw new InvalidSettingException(path + ".auth-token", "is missing",
                    "Set it to the account's auth token, or set api-key and api-secret.");
        }
        if (authToken == null) {
            matches(path + ".api-key", apiKey, API_KEY, "Set it to the SID of the API key, SK and 32 digits.");
            secret(path + ".api-secret", apiSecret, "Set it to the secret of the API key.");
        } else {
            secret(path + ".auth-token", authToken, "Set it to the account's auth token.");
        }
        if (mainAccountSid != null) {
            matches(path + ".main-account-sid", mainAccountSid, ACCOUNT_SID,
                    "Set it to the SID of the account that auth-token belongs to, AC and 32 digits; or remove it.");
        }
        if (mainAccountSid != null && authToken == null) {
            throw new InvalidSettingException(path + ".main-account-sid", "contradicts api-key",
                    "Remove it: the API key of a main account may not use its subaccounts. Set the main account's"
                            + " auth-token, or an API key of the subaccount.");
        }
        checkSigning(path);
    }

    private void checkSigning(String path) {
        if (authToken != null && mainAccountSid == null && callbackAuthToken != null) {
            throw new InvalidSettingException(path + ".callback-auth-token", "contradicts auth-token",
                    "Remove it: callbacks are checked with auth-token.");
        }
        if (callbackAuthToken != null) {
            secret(path + ".callback-auth-token", callbackAuthToken, "Set it to the account's auth token.");
        }
        if (previousAuthToken != null) {
            secret(path + ".previous-auth-token", previousAuthToken,
                    "Set it to the account's auth token before the last rotation, or remove it.");
        }
    }

    private void checkOrigin(String path) {
        if (messagingServiceSid != null) {
            matches(path + ".messaging-service-sid", messagingServiceSid, SERVICE_SID,
                    "Set it to the SID of the messaging service, MG and 32 digits.");
        }
        if (from != null && BARE_NUMBER.matcher(from).matches()) {
            throw new InvalidSettingException(path + ".from", "is a number without a plus",
                    "Put it in quotes, as \"+15557654321\": without them YAML drops the plus.");
        }
        if (from != null) {
            Blanks.unseen(from).ifPresent(character -> {
                throw new InvalidSettingException(path + ".from", "holds an invisible character, " + character,
                        "Type it anew instead of pasting it.");
            });
        }
        if (from != null || messagingServiceSid == null) {
            matches(path + ".from", from, FROM, "Set it to a number in E.164 form, a short code, or a name of up to 11"
                    + " letters, digits, spaces and + - _ &; or set messaging-service-sid.");
        }
    }

    private static void secret(String property, @Nullable String value, String remedy) {
        present(property, value, remedy);
        if (value != null && !VISIBLE.matcher(value).matches()) {
            throw new InvalidSettingException(property, "holds white space, or a character that can't be seen or is no"
                    + " ASCII", remedy + " Nothing may stand before or after it, as a line break.");
        }
    }

    private static void matches(String property, @Nullable String value, Pattern form, String remedy) {
        present(property, value, remedy);
        if (value != null && !form.matcher(value).matches()) {
            throw new InvalidSettingException(property, "is malformed", remedy);
        }
    }

    private static void present(String property, @Nullable String value, String remedy) {
        if (value == null || value.isBlank()) {
            throw new InvalidSettingException(property, "is missing", remedy);
        }
    }

    /** The way of messages through this sender. */
    Route route(String setting) {
        return new Route(setting, maxConnections, rate, sendDeadline, onUnconfirmed);
    }

    /** The account's auth tokens with which Twilio may sign callbacks, the present one first; empty where none was given. */
    List<String> signingTokens() {
        String present = authToken != null && mainAccountSid == null ? authToken : callbackAuthToken;
        return present == null ? List.of() : Stream.of(present, previousAuthToken).flatMap(Stream::ofNullable).toList();
    }

    /** Whether requests go to Twilio itself, which reaches nothing on this machine or in its network. */
    boolean isTwilioItself() {
        String host = baseUrl.getHost();
        return host != null && (host.equalsIgnoreCase("twilio.com")
                || host.toLowerCase(Locale.ROOT).endsWith(".twilio.com"));
    }

    @Override
    public String toString() {
        return "SmsSender[" + baseUrl + "]";
    }
}
