package dev.herald.zeebe;

import dev.herald.message.Cluster;
import dev.herald.message.MessageRef;
import io.camunda.client.CamundaClient;
import io.camunda.client.api.command.ClientStatusException;
import io.camunda.client.api.command.ProblemException;
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
        } catch (ClientStatusException e) {
            return switch (e.getStatusCode()) {
                case ALREADY_EXISTS -> Memory.KNOWN;
                case PERMISSION_DENIED, INVALID_ARGUMENT -> Memory.UNTOLD;
                default -> throw e;
            };
        } catch (ProblemException e) {
            return switch (e.code()) {
                case 409 -> Memory.KNOWN;
                case 400, 403 -> Memory.UNTOLD;
                default -> throw e;
            };
        }
    }
}
