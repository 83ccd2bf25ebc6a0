package dev.herald.zeebe;

import dev.herald.message.Cluster;
import dev.herald.message.MessageRef;
import io.camunda.client.CamundaClient;
import io.camunda.client.api.command.ClientException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A mark is a message for which nobody waits. The engine knows its id as long as it keeps the message, for a century; asked by
 * publishing it again, to be kept for no time at all, it refuses what it knows.
 */
final class MarkedCluster implements Cluster {
    private static final String NAME = "herald-ledger";
    private static final Duration CENTURY = Duration.ofDays(36_525);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(5);

    private final CamundaClient client;

    MarkedCluster(CamundaClient client) {
        this.client = client;
    }

    @Override
    public String tenantId() {
        List<String> tenants = client.getConfiguration().getDefaultJobWorkerTenantIds();
        return tenants.isEmpty() || tenants.contains(MessageRef.DEFAULT_TENANT)
                ? client.getConfiguration().getDefaultTenantId()
                : tenants.getFirst();
    }

    @Override
    public Memory memoryOf(String mark, String tenantId) {
        return publish(mark, tenantId, Duration.ZERO);
    }

    @Override
    public void leave(String mark, String tenantId) {
        publish(mark, tenantId, CENTURY);
    }

    private Memory publish(String mark, String tenantId, Duration kept) {
        try {
            client.newPublishMessageCommand().messageName(NAME).correlationKey(mark).messageId(mark).timeToLive(kept)
                    .tenantId(tenantId).requestTimeout(REQUEST_TIMEOUT).send()
                    .join(REQUEST_TIMEOUT.toSeconds() + 1, TimeUnit.SECONDS);
            return Memory.UNKNOWN;
        } catch (ClientException e) {
            return switch (EngineRefusal.of(e)) {
                case ALREADY_THERE -> Memory.KNOWN;
                case NOT_ALLOWED, INVALID -> Memory.UNTOLD;
                case NOT_FOUND, WRONG_STATE, NONE -> throw e;
            };
        }
    }
}
