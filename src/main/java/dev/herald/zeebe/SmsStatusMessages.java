package dev.herald.zeebe;

import dev.herald.message.later.AcceptedMessages;
import dev.herald.message.later.DeliveryReceipts;
import io.camunda.client.CamundaClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells the process that waits for it what became of an SMS: the message {@code smsStatus}, correlated by the SID. */
final class SmsStatusMessages implements DeliveryReceipts {
    /** Of the message, and of the variable that it brings. */
    static final String MESSAGE_NAME = "smsStatus";

    /** A process that waits would take {@code sent} for the end. */
    private static final Set<String> FINAL = Set.of("delivered", "undelivered", "failed", "canceled", "read");
    /** The receipt may be faster than the process that starts to wait for it. */
    private static final Duration TIME_TO_LIVE = Duration.ofHours(1);

    private final CamundaClient client;
    private final AcceptedMessages accepted;

    SmsStatusMessages(CamundaClient client, AcceptedMessages accepted) {
        this.client = client;
        this.accepted = accepted;
    }

    @Override
    public void received(String sid, String status, @Nullable String errorCode) {
        if (!FINAL.contains(status)) {
            return;
        }
        Map<String, @Nullable Object> report = new HashMap<>();
        report.put("status", status);
        report.put("errorCode", errorCode);
        report.put("messageSid", sid);
        Publishing.once(client.newPublishMessageCommand().messageName(MESSAGE_NAME).correlationKey(sid)
                .messageId(sid + status).timeToLive(TIME_TO_LIVE).variables(Map.of(MESSAGE_NAME, report))
                .tenantId(tenantOf(sid)));
    }

    /** A message that an operator settled has none in the ledger. */
    private String tenantOf(String sid) {
        return accepted.withId(sid).map(known -> known.ref().tenantId())
                .orElseGet(() -> client.getConfiguration().getDefaultTenantId());
    }
}
