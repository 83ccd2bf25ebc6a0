package dev.herald.sms;

import dev.herald.message.Route;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A sender at work.
 *
 * @param origin the parameter that says where a message comes from
 */
record TwilioSender(Route route, PhoneNumbers numbers, boolean smartEncoding, Map<String, List<String>> origin,
        @Nullable String callbackUrl, TwilioAccount account, SentMessages sent) implements AutoCloseable {

    static TwilioSender of(String setting, SmsSender settings, @Nullable String callbackUrl, InstantSource clock) {
        TwilioAccount account = new TwilioAccount(settings);
        String service = settings.messagingServiceSid();
        String origin = service != null ? service : Objects.requireNonNull(settings.from());
        return new TwilioSender(settings.route(setting),
                new PhoneNumbers(settings.numberCheck(), settings.defaultRegion(), settings.allowShortCodes()),
                settings.smartEncoding(), Map.of(service != null ? "MessagingServiceSid" : "From", List.of(origin)),
                callbackUrl, account, new SentMessages(account, origin, clock));
    }

    boolean isMessagingService() {
        return origin.containsKey("MessagingServiceSid");
    }

    @Override
    public void close() {
        sent.close();
        account.close();
    }
}
