package dev.herald.guardrail;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code herald.guardrails}: who may be written to, and how often.
 *
 * @param allowedRecipientDomains empty allows all
 * @param deniedRecipientDomains wins over the allowed ones
 * @param allowedPhoneRegions ISO 3166-1 alpha-2; empty allows all
 * @param maxRecipients of one message
 * @param maxMessagesPerProcessInstance null for no limit
 * @param maxMessagesPerHour over all replicas; null for no limit
 * @param redirectEmailTo where every email goes instead; null sends to the recipients
 * @param redirectSmsTo where every SMS goes instead; null sends to the recipient
 */
public record GuardrailSettings(@DefaultValue List<String> allowedRecipientDomains,
        @DefaultValue List<String> deniedRecipientDomains, @DefaultValue List<String> allowedPhoneRegions,
        @DefaultValue("50") int maxRecipients, @Nullable Integer maxMessagesPerProcessInstance,
        @Nullable Integer maxMessagesPerHour, @Nullable String redirectEmailTo, @Nullable String redirectSmsTo) {}
