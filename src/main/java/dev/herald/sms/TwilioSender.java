package dev.herald.sms;

import dev.herald.message.Route;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A sender at work.
 *
 * @param origin the parameters that say where a message comes from
 * @param callbackUrl where Twilio reports; null for nowhere
 * @param tenants whose processes may use it; empty for all
 */
record TwilioSender(Route route, PhoneNumbers numbers, boolean smartEncoding, Map<String, List<String>> origin,
        @Nullable String callbackUrl, List<String> tenants, TwilioAccount account,
        SentMessages sent) implements AutoCloseable {
    private static final String SERVICE = "MessagingServiceSid";

    static TwilioSender of(String setting, SmsSender settings, @Nullable String callbackUrl, InstantSource clock) {
        TwilioAccount account = new TwilioAccount(settings);
        Map<String, List<String>> origin = new LinkedHashMap<>();
        if (settings.from() != null) {
            origin.put("From", List.of(settings.from()));
        }
        if (settings.messagingServiceSid() != null) {
            origin.put(SERVICE, List.of(settings.messagingServiceSid()));
        }
        return new TwilioSender(settings.route(setting),
                new PhoneNumbers(settings.numberCheck(), settings.defaultRegion(), settings.allowShortCodes()),
                settings.smartEncoding(), origin, callbackUrl, settings.allowedTenants(), account,
                new SentMessages(account, clock));
    }

    boolean isMessagingService() {
        return origin.containsKey(SERVICE);
    }

    boolean serves(String tenantId) {
        return tenants.isEmpty() || tenants.contains(tenantId);
    }

    /** The setting to blame where a message can't come from there. */
    String originSetting() {
        return route.setting() + (origin.containsKey("From") ? ".from" : ".messaging-service-sid");
    }

    /** The numbers, names and services that a message of this sender shows in Twilio's list. */
    Set<String> origins() {
        return origin.values().stream().map(List::getFirst).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public void close() {
        sent.close();
        account.close();
    }
}
