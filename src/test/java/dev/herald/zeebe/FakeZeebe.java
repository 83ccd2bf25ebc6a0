package dev.herald.zeebe;

import io.camunda.client.api.command.ClientStatusException;
import io.camunda.client.api.response.ActivatedJob;
import io.camunda.client.api.worker.JobClient;
import io.grpc.Status;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The engine as the client shows it: notes the commands, and refuses as many of them as a test wants. */
final class FakeZeebe {
    /** Each command with what it was given, as {@code newFailCommand retries=0 errorMessage=...}. */
    final List<String> commands = new ArrayList<>();
    private final Deque<Throwable> refusals = new ArrayDeque<>();

    /** The next command ends like this. */
    FakeZeebe refuse(Throwable refusal) {
        refusals.add(refusal);
        return this;
    }

    FakeZeebe refuse(Status status) {
        return refuse(new ClientStatusException(status, status.asRuntimeException()));
    }

    JobClient client() {
        return proxy(JobClient.class, (self, method, arguments) -> {
            StringBuilder command = new StringBuilder(method.getName());
            return proxy(method.getReturnType(), (builder, step, given) -> step(builder, command, step.getName(),
                    step.getReturnType(), given));
        });
    }

    private @Nullable Object step(Object builder, StringBuilder command, String step, Class<?> next,
            Object @Nullable [] given) throws Throwable {
        if (step.equals("send")) {
            commands.add(command.toString());
            Throwable refusal = refusals.poll();
            if (refusal instanceof Error error) {
                throw error;
            }
            return proxy(next, (future, method, arguments) -> {
                if (refusal != null) {
                    throw refusal;
                }
                return null;
            });
        }
        command.append(' ').append(step).append('=').append(given == null ? "" : Arrays.toString(given));
        return next.isInstance(builder)
                ? builder
                : proxy(next, (self, method, arguments) -> step(self, command, method.getName(),
                        method.getReturnType(), arguments));
    }

    /** A job whose lease is a minute. */
    static ActivatedJob job(Supplier<Map<String, Object>> variables) {
        return job(variables, Instant.now().plusSeconds(60).toEpochMilli());
    }

    /** @param deadline by the engine's clock, in milliseconds since 1970 */
    static ActivatedJob job(Supplier<Map<String, Object>> variables, long deadline) {
        return proxy(ActivatedJob.class, (self, method, arguments) -> switch (method.getName()) {
            case "getVariablesAsMap" -> variables.get();
            case "getDeadline" -> deadline;
            case "getKey", "getProcessInstanceKey" -> 1L;
            case "getRetries" -> 3;
            default -> "x";
        });
    }

    static EngineClock clock() {
        return new EngineClock(InstantSource.system(), System::nanoTime, type -> Duration.ofSeconds(60));
    }

    static Asking asking() {
        return new Asking(System::nanoTime, type -> Duration.ZERO);
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type}, handler));
    }
}
