package dev.herald.sms;

import dev.herald.sms.callback.Urls;
import dev.herald.sms.callback.CallbackSettings;
import dev.herald.message.Sms;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The optional inputs of an SMS: what can be right, and as which parameters. Limits that Twilio may change are Twilio's. */
final class SmsOptions {
    private static final int MOST_MEDIA = 10;
    /**
     * How long after the time for which a message was scheduled an attempt may come that was right at first. How far ahead
     * it may be is Twilio's to say, which has changed that before.
     */
    private static final Duration LATEST_ATTEMPT = Duration.ofDays(1);

    private SmsOptions() {}

    /** What is wrong with the options, starting with the field; empty where nothing is. */
    static Optional<String> problem(Sms sms, TwilioSender sender, Instant now) {
        return validityPeriod(sms.validityPeriod()).or(() -> statusCallback(sms.statusCallback()))
                .or(() -> mediaUrls(sms.mediaUrls())).or(() -> scheduledAt(sms.scheduledAt(), sender, now));
    }

    private static Optional<String> validityPeriod(@Nullable Duration period) {
        return period == null || (period.toNanosPart() == 0 && period.isPositive())
                ? Optional.empty()
                : Optional.of("validityPeriod: is not a whole number of seconds, 1 or more.");
    }

    private static Optional<String> statusCallback(@Nullable String url) {
        return url == null || Urls.isHttp(url)
                ? Optional.empty()
                : Optional.of("statusCallback: is not an http or https URL.");
    }

    private static Optional<String> mediaUrls(List<String> urls) {
        if (urls.size() > MOST_MEDIA) {
            return Optional.of("mediaUrls: holds more than " + MOST_MEDIA + " URLs.");
        }
        for (int i = 0; i < urls.size(); i++) {
            if (!Urls.isHttp(urls.get(i))) {
                return Optional.of("mediaUrls[" + i + "]: is not an http or https URL.");
            }
        }
        return Optional.empty();
    }

    private static Optional<String> scheduledAt(@Nullable OffsetDateTime time, TwilioSender sender, Instant now) {
        if (time == null) {
            return Optional.empty();
        }
        if (!sender.isMessagingService()) {
            return Optional.of("scheduledAt: works only with a messaging service; " + sender.route().setting()
                    + " has no messaging-service-sid.");
        }
        return time.toInstant().isBefore(now.minus(LATEST_ATTEMPT))
                ? Optional.of("scheduledAt: lies in the past.")
                : Optional.empty();
    }

    /**
     * As parameters of the request.
     *
     * @param callbackUrl where Twilio reports where the message names no URL; null for nowhere
     */
    static Map<String, List<String>> parameters(Sms sms, @Nullable String callbackUrl) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        if (sms.validityPeriod() != null) {
            parameters.put("ValidityPeriod", List.of(Long.toString(sms.validityPeriod().toSeconds())));
        }
        String own = callbackUrl == null ? null : callbackUrl + CallbackSettings.RETRIES;
        String callback = sms.statusCallback() != null ? sms.statusCallback() : own;
        if (callback != null) {
            parameters.put("StatusCallback", List.of(callback));
        }
        if (!sms.mediaUrls().isEmpty()) {
            parameters.put("MediaUrl", sms.mediaUrls());
        }
        if (sms.scheduledAt() != null) {
            parameters.put("ScheduleType", List.of("fixed"));
            parameters.put("SendAt", List.of(sms.scheduledAt().toInstant().truncatedTo(ChronoUnit.SECONDS).toString()));
        }
        return parameters;
    }
}
