package dev.herald.zeebe.input;

import dev.herald.message.ActionType;
import dev.herald.message.Sms;
import dev.herald.message.text.Blanks;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The inputs of {@code send_sms}. */
public final class SmsInputs {
    static final List<String> NAMES = List.of("smsSender", "phoneNumber", "message", "mediaUrls", "validityPeriod",
            "statusCallback", "scheduledAt");
    /** Far beyond what Twilio takes, whose limit counts once the message is filled. */
    private static final int LONGEST_MESSAGE = 20_000;

    /** ISO 8601, and what else has one meaning: a space for the T, an offset without colon, a zone as FEEL writes it. */
    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder().parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE).appendPattern("['T'][' ']")
            .append(DateTimeFormatter.ISO_LOCAL_TIME).appendPattern("[' '][XXXXX][X]['@'VV]['['VV']']")
            .toFormatter(Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);

    private SmsInputs() {}

    static Sms read(Variables variables) {
        List<String> mediaUrls = variables.texts("mediaUrls").stream().map(Blanks::stripCode).toList();
        return new Sms(variables.code("smsSender").orElse(null),
                variables.code("phoneNumber").orElseThrow(() -> missing(variables, "phoneNumber")),
                variables.text("message").map(text -> variables.bounded("message", text, LONGEST_MESSAGE))
                        .or(() -> mediaUrls.isEmpty() ? Optional.empty() : Optional.of(""))
                        .orElseThrow(() -> missing(variables, "message")),
                mediaUrls,
                variables.wholeNumber("validityPeriod").map(Duration::ofSeconds).orElse(null),
                variables.code("statusCallback").orElse(null), scheduledAt(variables));
    }

    private static InvalidInputException missing(Variables variables, String name) {
        return Missing.input(ActionType.SEND_SMS, variables, name);
    }

    private static @Nullable OffsetDateTime scheduledAt(Variables variables) {
        try {
            return variables.code("scheduledAt").map(SmsInputs::time).orElse(null);
        } catch (DateTimeException e) {
            throw new InvalidInputException("scheduledAt", "must be a date and time with an offset, as"
                    + " 2026-12-24T18:00:00+01:00.");
        }
    }

    private static OffsetDateTime time(String text) {
        TemporalAccessor parsed = TIME.parse(text);
        ZonedDateTime time = ZonedDateTime.from(parsed);
        if (!parsed.isSupported(ChronoField.OFFSET_SECONDS)
                && time.getZone().getRules().getValidOffsets(LocalDateTime.from(parsed)).size() != 1) {
            throw new DateTimeException("is there twice, or not at all, where clocks are changed");
        }
        return time.toOffsetDateTime();
    }

    /** The variables that {@link #read} would read the same SMS from. */
    public static Map<String, Object> write(Sms sms) {
        Duration validity = sms.validityPeriod();
        OffsetDateTime scheduledAt = sms.scheduledAt();
        return Inputs.present(Inputs.entry("smsSender", sms.sender()), Inputs.entry("phoneNumber", sms.phoneNumber()),
                Inputs.entry("message", sms.text()), Inputs.entry("mediaUrls", sms.mediaUrls()),
                Inputs.entry("validityPeriod", validity == null ? null : validity.toSeconds()),
                Inputs.entry("statusCallback", sms.statusCallback()),
                Inputs.entry("scheduledAt", scheduledAt == null ? null : scheduledAt.toString()));
    }
}
