package dev.herald.benchmark.cost;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.herald.message.MessageRef;
import io.camunda.client.CamundaClient;
import io.camunda.client.CamundaClientConfiguration;
import io.camunda.client.api.CamundaFuture;
import io.camunda.client.api.command.CompleteJobCommandStep1;
import io.camunda.client.api.command.DeployResourceCommandStep1;
import io.camunda.client.api.command.DeployResourceCommandStep1.DeployResourceCommandStep2;
import io.camunda.client.api.response.ActivatedJob;
import io.camunda.client.api.worker.JobClient;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** An engine that answers at once. As the real client does, it reads and writes the variables' JSON. */
final class InstantEngine {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, Object>> VARIABLES = new TypeReference<>() {};

    private final LongAdder completed = new LongAdder();
    private final CamundaFuture<?> answer = fake(CamundaFuture.class, (method, arguments) -> null);
    private final DeployResourceCommandStep2 deploy = fake(DeployResourceCommandStep2.class,
            (method, arguments) -> answer);

    /** How many jobs were completed. */
    long completed() {
        return completed.sum();
    }

    /** @param completedAt learns when its job is completed, as {@link System#nanoTime} */
    JobClient jobClient(CompletableFuture<Long> completedAt) {
        return fake(JobClient.class, (method, arguments) -> switch (method.getName()) {
            case "newCompleteCommand" -> new Completion(completedAt).command;
            default -> throw new IllegalStateException("not completed, but " + method.getName());
        });
    }

    CamundaClient client() {
        DeployResourceCommandStep1 first = fake(DeployResourceCommandStep1.class, (method, arguments) -> deploy);
        CamundaClientConfiguration configuration = fake(CamundaClientConfiguration.class,
                (method, arguments) -> switch (method.getName()) {
                    case "getRestAddress" -> URI.create("http://localhost:8080");
                    case "getDefaultTenantId" -> MessageRef.DEFAULT_TENANT;
                    case "getDefaultJobWorkerTenantIds" -> List.of(MessageRef.DEFAULT_TENANT);
                    default -> null;
                });
        return fake(CamundaClient.class, (method, arguments) -> switch (method.getName()) {
            case "newDeployResourceCommand" -> first;
            case "getConfiguration" -> configuration;
            case "close" -> null;
            default -> throw new IllegalStateException("unexpected " + method.getName());
        });
    }

    /** @param variables as JSON */
    ActivatedJob job(long key, String variables) {
        return fake(ActivatedJob.class, (method, arguments) -> switch (method.getName()) {
            case "getKey", "getProcessInstanceKey", "getElementInstanceKey" -> key;
            case "getDeadline" -> Long.MAX_VALUE;
            case "getRetries" -> 3;
            case "getVariablesAsMap" -> JSON.readValue(variables, VARIABLES);
            default -> "benchmark";
        });
    }

    private final class Completion {
        private final CompletableFuture<Long> completedAt;
        private final CompleteJobCommandStep1 command = fake(CompleteJobCommandStep1.class, this::answer);

        Completion(CompletableFuture<Long> completedAt) {
            this.completedAt = completedAt;
        }

        private Object answer(Method method, @Nullable Object @Nullable [] arguments) throws IOException {
            return switch (method.getName()) {
                case "send" -> {
                    completedAt.complete(System.nanoTime());
                    completed.increment();
                    yield answer;
                }
                case "variables" -> {
                    JSON.writeValueAsBytes(arguments == null ? null : arguments[0]);
                    yield command;
                }
                default -> command;
            };
        }
    }

    private interface Answering {
        @Nullable
        Object answer(Method method, @Nullable Object @Nullable [] arguments) throws Exception;
    }

    private static <T> T fake(Class<T> type, Answering answering) {
        InvocationHandler handler = (self, method, arguments) -> method.getDeclaringClass() == Object.class
                ? objectMethod(self, method, arguments)
                : answering.answer(method, arguments);
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type}, handler));
    }

    private static Object objectMethod(Object self, Method method, @Nullable Object @Nullable [] arguments) {
        return switch (method.getName()) {
            case "equals" -> arguments != null && self == arguments[0];
            case "hashCode" -> System.identityHashCode(self);
            default -> self.getClass().getName();
        };
    }
}
