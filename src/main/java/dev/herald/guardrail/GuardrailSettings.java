package dev.herald.guardrail;

import dev.herald.message.setting.InvalidSettingException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * {@code herald.guardrails}: who may be written to, and how often.
 *
 * @param allowedRecipientDomains empty allows all
 * @param deniedRecipientDomains wins over the allowed ones
 * @param allowedPhoneRegions ISO 3166-1 alpha-2; empty allows all
 * @param maxRecipients of one message
 * @param maxMessagesPerProcessInstance null for no limit
 * @param maxMessagesPerHour over all replicas; null for no limit
 * @param maxMessageSize as it is sent: header, texts and attachments, encoded
 * @param redirectEmailTo where every email goes instead; null sends to the recipients
 * @param redirectSmsTo where every SMS goes instead; null sends to the recipient
 */
public record GuardrailSettings(@DefaultValue List<String> allowedRecipientDomains,
        @DefaultValue List<String> deniedRecipientDomains, @DefaultValue List<String> allowedPhoneRegions,
        @DefaultValue("50") int maxRecipients, @Nullable Integer maxMessagesPerProcessInstance,
        @Nullable Integer maxMessagesPerHour,
        @DefaultValue("15MB") DataSize maxMessageSize, @Nullable String redirectEmailTo,
        @Nullable String redirectSmsTo) {
    private static final String PATH = "herald.guardrails.";
    /** ISO 3166-1, and what has numbers without being in it. */
    private static final Set<String> REGIONS = Stream
            .concat(Stream.of(Locale.getISOCountries()), Stream.of("AC", "TA", "XK")).collect(Collectors.toSet());
    private static final Pattern MAILBOX = Pattern.compile("[^\\s@]+@[^\\s@]+");
    private static final Pattern E164 = Pattern.compile("\\+[1-9]\\d{1,14}");

    /**
     * Checks the rules.
     *
     * @throws InvalidSettingException naming the property that is wrong
     */
    public void check() {
        atLeastOne("max-recipients", maxRecipients);
        atLeastOne("max-messages-per-process-instance", maxMessagesPerProcessInstance);
        atLeastOne("max-messages-per-hour", maxMessagesPerHour);
        DomainList allowed = domains("allowed-recipient-domains", allowedRecipientDomains);
        DomainList denied = domains("denied-recipient-domains", deniedRecipientDomains);
        atLeastOne("max-message-size", maxMessageSize.toBytes());
        checkRegions();
        if (denied.domains().stream().anyMatch(allowed.domains()::contains)) {
            throw new InvalidSettingException(PATH + "denied-recipient-domains",
                    "has a domain that " + PATH + "allowed-recipient-domains has, too", "Remove it from one of them.");
        }
        allMatch("redirect-email-to", Optional.ofNullable(redirectEmailTo).stream().toList(), MAILBOX,
                "an address, as qa@acme.example");
        allMatch("redirect-sms-to", Optional.ofNullable(redirectSmsTo).stream().toList(), E164,
                "E.164, as +15551234567");
    }

    private static void atLeastOne(String name, @Nullable Number value) {
        if (value != null && value.longValue() < 1) {
            throw new InvalidSettingException(PATH + name, "is less than 1", "Set it to at least 1, or leave it out.");
        }
    }

    private static DomainList domains(String name, List<String> domains) {
        try {
            return new DomainList(domains);
        } catch (IllegalArgumentException e) {
            throw new InvalidSettingException(PATH + name, String.valueOf(e.getMessage()),
                    "It takes acme.example or *.acme.example, without a dot at the end.");
        }
    }

    private void checkRegions() {
        if (!allowedPhoneRegions.stream().map(region -> region.strip().toUpperCase(Locale.ROOT))
                .allMatch(REGIONS::contains)) {
            throw new InvalidSettingException(PATH + "allowed-phone-regions", "has a value that is no region",
                    "It takes the two letters of ISO 3166-1, as US or GB.");
        }
    }

    private static void allMatch(String name, List<String> values, Pattern form, String example) {
        if (!values.stream().allMatch(value -> form.matcher(value.strip()).matches())) {
            throw new InvalidSettingException(PATH + name, "has a value of the wrong form",
                    "It takes " + example + ".");
        }
    }
}
