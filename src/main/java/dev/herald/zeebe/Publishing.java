package dev.herald.zeebe;

import io.camunda.client.api.command.ClientStatusException;
import io.camunda.client.api.command.ProblemException;
import io.camunda.client.api.command.PublishMessageCommandStep1.PublishMessageCommandStep3;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Publishes a message until the engine has it. */
final class Publishing {
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);

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
        } catch (ClientStatusException e) {
            if (e.getStatusCode() != Status.Code.ALREADY_EXISTS) {
                throw e;
            }
        } catch (ProblemException e) {
            if (e.code() != 409) {
                throw e;
            }
        }
    }
}
