package dev.herald.zeebe;

import dev.herald.message.later.AcceptedMessages;
import dev.herald.message.later.DeliveryReceipts;
import io.camunda.client.CamundaClient;
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
        Publishing.status(client, MESSAGE_NAME, sid, sid + status, report, tenantOf(sid));
    }

    /** A message that an operator settled has none in the ledger. */
    private String tenantOf(String sid) {
        return accepted.withId(sid).map(known -> known.ref().tenantId())
                .orElseGet(() -> client.getConfiguration().getDefaultTenantId());
    }
}
