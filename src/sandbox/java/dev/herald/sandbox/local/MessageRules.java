package dev.herald.sandbox.local;

import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What Twilio refuses when a message is created, with the codes of https://www.twilio.com/docs/api/errors and the magic
 * numbers of https://www.twilio.com/docs/iam/test-credentials.
 */
final class MessageRules {
    private static final int MAX_BODY = 1600;
    private static final Pattern E164 = Pattern.compile("\\+[1-9]\\d{6,14}");
    private static final Pattern SHORT_CODE = Pattern.compile("\\d{3,8}");
    private static final Pattern ALPHANUMERIC_SENDER = Pattern.compile("(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11}");
    private static final Pattern MESSAGING_SERVICE = Pattern.compile("MG[0-9a-fA-F]{32}");

    private static final Map<String, Function<String, TwilioError>> MAGIC_FROM = Map.of( //
            "+15005550001",
            from -> TwilioError.badRequest(21212, "The 'From' number " + from + " is not a valid phone number"),
            "+15005550007",
            from -> TwilioError.badRequest(21606,
                    "The 'From' phone number " + from + " is not a valid, SMS-capable phone number or short code"),
            "+15005550008",
            from -> TwilioError.badRequest(21611,
                    "This 'From' number has exceeded the maximum number of queued messages"));

    private MessageRules() {}

    /** What is wrong with a request to create a message; empty if nothing is. */
    static Optional<TwilioError> check(FormData form, Instant now) {
        return form.get("To").isEmpty()
                ? error(21604, "A 'To' phone number is required.")
                : checkSender(form).or(() -> checkRecipient(form)).or(() -> checkContent(form))
                        .or(() -> checkOptions(form, now));
    }

    private static Optional<TwilioError> checkSender(FormData form) {
        String service = form.get("MessagingServiceSid").orElse("");
        String from = form.get("From").orElse("");
        if (service.isEmpty() && from.isEmpty()) {
            return error(21603, "A 'From' phone number is required.");
        }
        if (!service.isEmpty() && !MESSAGING_SERVICE.matcher(service).matches()) {
            return error(21701, "The Messaging Service does not exist");
        }
        if (from.isEmpty()) {
            return Optional.empty();
        }
        if (!E164.matcher(from).matches() && !SHORT_CODE.matcher(from).matches()
                && !ALPHANUMERIC_SENDER.matcher(from).matches()) {
            return error(21212, "The 'From' number " + from + " is not a valid phone number");
        }
        return Optional.ofNullable(MAGIC_FROM.get(from)).map(refusal -> refusal.apply(from));
    }

    private static Optional<TwilioError> checkRecipient(FormData form) {
        String to = form.get("To").orElseThrow();
        if (!E164.matcher(to).matches()) {
            return Optional.of(invalidTo(to));
        }
        return NumberFault.of(to).flatMap(fault -> refusal(fault, to));
    }

    private static Optional<TwilioError> refusal(NumberFault fault, String to) {
        return switch (fault) {
            case INVALID -> Optional.of(invalidTo(to));
            case UNREACHABLE ->
                error(21612, "Message cannot be sent with the current combination of 'To' (" + masked(to)
                        + ") and/or 'From' parameters");
            case NO_PERMISSION -> error(21408,
                    "Permission to send an SMS has not been enabled for the region indicated by the 'To' number: "
                            + masked(to));
            case OPTED_OUT -> error(21610, "Attempt to send to unsubscribed recipient");
            case LANDLINE -> error(21614, "'To' number is not a valid mobile number: " + masked(to));
            case TOO_MANY_REQUESTS, UNAVAILABLE, ANSWER_LOST, MESSAGE_LOST -> Optional.empty();
        };
    }

    private static Optional<TwilioError> checkContent(FormData form) {
        String body = form.get("Body").orElse("");
        if (body.isBlank() && form.get("MediaUrl").isEmpty()) {
            return error(21602, "Message body is required.");
        }
        if (body.length() > MAX_BODY) {
            return error(21617, "The concatenated message body exceeds the 1600 character limit");
        }
        if (!form.all("MediaUrl").stream().allMatch(MessageRules::isHttpUrl)) {
            return error(21620, "Invalid media URL(s)");
        }
        return Optional.empty();
    }

    private static Optional<TwilioError> checkOptions(FormData form, Instant now) {
        if (!form.get("StatusCallback").map(MessageRules::isHttpUrl).orElse(true)) {
            return error(21609, "The 'StatusCallback' URL is not a valid URL");
        }
        if (!form.get("ValidityPeriod").map(MessageRules::isValidityPeriod).orElse(true)) {
            return error(21624, "ValidityPeriod must be a number of seconds from 1 to 36000");
        }
        if (form.get("SendAt").isPresent() && form.get("ScheduleType").isPresent()) {
            if (form.get("MessagingServiceSid").isEmpty()) {
                return error(35118, "MessagingServiceSid is required to schedule a message");
            }
            if (!isSchedulable(form.get("SendAt").orElseThrow(), now)) {
                return error(35115, "SendAt time must be between 300 seconds and 35 days in the future");
            }
        }
        return Optional.empty();
    }

    private static boolean isHttpUrl(String text) {
        try {
            URI uri = URI.create(text);
            return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) && uri.getHost() != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isValidityPeriod(String seconds) {
        return seconds.matches("\\d{1,5}") && Integer.parseInt(seconds) >= 1 && Integer.parseInt(seconds) <= 36_000;
    }

    private static boolean isSchedulable(String sendAt, Instant now) {
        try {
            Duration ahead = Duration.between(now, OffsetDateTime.parse(sendAt).toInstant());
            return ahead.compareTo(Duration.ofMinutes(5)) >= 0 && ahead.compareTo(Duration.ofDays(35)) <= 0;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static TwilioError invalidTo(String to) {
        return TwilioError.badRequest(21211, "Invalid 'To' Phone Number: " + masked(to));
    }

    private static Optional<TwilioError> error(int code, String message) {
        return Optional.of(TwilioError.badRequest(code, message));
    }

    /** Twilio hides the last digits in its texts. */
    private static String masked(String number) {
        return number.length() <= 4 ? number : number.substring(0, number.length() - 4) + "XXXX";
    }
}
