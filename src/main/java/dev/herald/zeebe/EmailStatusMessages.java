package dev.herald.zeebe;

import dev.herald.message.later.EmailReceipts;
import dev.herald.message.later.EmailStatus;
import dev.herald.zeebe.input.Inputs;
import io.camunda.client.CamundaClient;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** Tells the process that waits for it what became of an email: the message {@code emailStatus}, correlated by the Message-ID. */
final class EmailStatusMessages implements EmailReceipts {
    /** Of the message, and of the variable that it brings. */
    static final String MESSAGE_NAME = "emailStatus";

    private final CamundaClient client;

    EmailStatusMessages(CamundaClient client) {
        this.client = client;
    }

    @Override
    public void received(EmailStatus status) {
        Map<String, Object> variable = Inputs.present(Inputs.entry("status", status.status()),
                Inputs.text("recipient", status.recipient()),
                Inputs.text("statusCode", status.statusCode()),
                Inputs.entry("messageId", status.messageId()));
        Publishing.status(client, MESSAGE_NAME, status.messageId(), id(status), variable, status.message().tenantId());
    }

    /** The same for the same status of the same recipient, however often and in whatever words it is reported. */
    private static String id(EmailStatus status) {
        return UUID.nameUUIDFromBytes(String.join("\n", status.messageId(), status.status(),
                status.recipient().toLowerCase(Locale.ROOT)).getBytes(StandardCharsets.UTF_8)).toString();
    }
}
