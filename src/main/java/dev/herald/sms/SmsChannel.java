package dev.herald.sms;

import dev.herald.sms.text.SmsText;
import dev.herald.message.Channel;
import dev.herald.message.ErrorCode;
import dev.herald.message.MessageRef;
import dev.herald.message.Outcome;
import dev.herald.message.Recipient;
import dev.herald.message.Sms;
import dev.herald.sms.PhoneNumbers.UnusableNumberException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks an SMS against its sender and composes the one request that sends it. */
final class SmsChannel implements Channel<Sms> {
    private final SmsSenders senders;
    private final InstantSource clock;

    SmsChannel(SmsSenders senders, InstantSource clock) {
        this.senders = senders;
        this.clock = clock;
    }

    @Override
    public Preparation prepare(Sms sms, MessageRef ref) {
        Optional<TwilioSender> found = senders.find(sms.sender());
        if (found.isEmpty()) {
            return new Preparation.NotSendable(senders.missing(sms.sender()));
        }
        TwilioSender sender = found.get();
        if (!sender.serves(ref.tenantId())) {
            return notSendable(ErrorCode.NOT_ALLOWED, "smsSender: " + sender.route().setting()
                    + ".allowed-tenants has not the tenant of this process.");
        }
        SmsText text = sender.smartEncoding() ? SmsText.smart(sms.text()) : SmsText.of(sms.text());
        Optional<String> problem = problem(text, sms.mediaUrls().isEmpty() && sms.note().isEmpty())
                .or(() -> SmsOptions.problem(sms, sender, clock.instant()));
        if (problem.isPresent()) {
            return notSendable(ErrorCode.INVALID_REQUEST, problem.get());
        }
        try {
            Recipient.Phone phone = sender.numbers().read(sms.phoneNumber());
            Map<String, List<String>> parameters = new LinkedHashMap<>(sender.origin());
            parameters.put("To", List.of(phone.number()));
            SmsText whole = sms.note().isEmpty() ? text : SmsText.shortened(sms.note() + text.body());
            if (!whole.body().isBlank()) {
                parameters.put("Body", List.of(whole.body()));
            }
            parameters.putAll(SmsOptions.parameters(sms, sender.callbackUrl()));
            return new Preparation.Ready(new SmsDelivery(sender, phone, whole, parameters, ref, clock));
        } catch (UnusableNumberException e) {
            return notSendable(ErrorCode.INVALID_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    private static Optional<String> problem(SmsText text, boolean required) {
        if (required && text.body().isBlank()) {
            return Optional.of("message: is empty, and there are no mediaUrls.");
        }
        if (SmsText.isTorn(text.body())) {
            return Optional.of("message: holds half of a character (a surrogate without its other half).");
        }
        if (text.length() > SmsText.MAX_LENGTH) {
            return Optional.of("message: has " + text.length() + " characters as Twilio counts them in "
                    + text.encoding().label() + ", more than " + SmsText.MAX_LENGTH + ".");
        }
        return Optional.empty();
    }

    private static Preparation notSendable(ErrorCode code, String reason) {
        return new Preparation.NotSendable(new Outcome.Refused(code, reason));
    }
}
