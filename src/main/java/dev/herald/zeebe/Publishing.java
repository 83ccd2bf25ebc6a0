package dev.herald.zeebe;

import io.camunda.client.CamundaClient;
import io.camunda.client.api.command.ClientException;
import io.camunda.client.api.command.PublishMessageCommandStep1.PublishMessageCommandStep3;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Publishes a message until the engine has it. */
final class Publishing {
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);

    /** The report may be faster than the process that starts to wait for it. */
    private static final Duration STATUS_TIME_TO_LIVE = Duration.ofHours(1);

    private Publishing() {}

    /**
     * Publishes a message with an id. Where the engine still knows one with that id, it is published already: an earlier
     * attempt whose answer was lost.
     *
     * @throws RuntimeException where the engine did not take it
     */
    static void once(PublishMessageCommandStep3 message) {
        try {
            message.requestTimeout(REQUEST_TIMEOUT).send().join(REQUEST_TIMEOUT.toSeconds() + 1, TimeUnit.SECONDS);
        } catch (ClientException e) {
            if (EngineRefusal.of(e) != EngineRefusal.ALREADY_THERE) {
                throw e;
            }
        }
    }

    /**
     * Publishes what became of a message for the process that waits for it.
     *
     * @param name of the message, and of the variable that it brings
     * @param correlationKey the result's {@code messageId}
     * @param id the same for the same report
     * @throws RuntimeException where the engine did not take it
     */
    static void status(CamundaClient client, String name, String correlationKey, String id,
            Map<String, ? extends @Nullable Object> report, String tenantId) {
        once(client.newPublishMessageCommand().messageName(name).correlationKey(correlationKey).messageId(id)
                .timeToLive(STATUS_TIME_TO_LIVE).variables(Map.of(name, report)).tenantId(tenantId));
    }
}
