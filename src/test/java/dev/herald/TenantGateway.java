package dev.herald;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.herald.message.MessageRef;
import dev.herald.sandbox.engine.EngineRecords;
import io.camunda.zeebe.gateway.protocol.GatewayOuterClass.ActivatedJob;
import io.camunda.zeebe.gateway.protocol.GatewayOuterClass.CreateProcessInstanceRequest;
import io.camunda.zeebe.gateway.protocol.GatewayOuterClass.DeployResourceRequest;
import io.camunda.zeebe.gateway.protocol.GatewayOuterClass.DeployResourceResponse;
import io.camunda.zeebe.gateway.protocol.GatewayOuterClass.PublishMessageRequest;
import io.camunda.zeebe.logstreams.log.LogAppendEntry;
import io.camunda.zeebe.logstreams.log.LogStreamWriter;
import io.camunda.zeebe.logstreams.log.WriteContext;
import io.camunda.zeebe.process.test.api.ZeebeTestEngine;
import io.camunda.zeebe.protocol.impl.encoding.AuthInfo;
import io.camunda.zeebe.protocol.record.ValueType;
import io.camunda.zeebe.util.Either;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Tells the engine of the tests whose a deployment, an instance and a message is, and its clients whose a job is. The engine
 * itself knows tenants; its gateway knows them only where jobs are pushed.
 */
final class TenantGateway extends GuardedGateway {
    /** What a gateway says of a client in a cluster without authentication: of somebody unknown an engine expects less. */
    private static final Map<String, Object> EVERYTHING = Map.of("authorized_anonymous_user", true);

    private static final Set<ValueType> OF_A_TENANT = EnumSet.of(ValueType.DEPLOYMENT,
            ValueType.PROCESS_INSTANCE_CREATION, ValueType.MESSAGE);

    /** Whose process definition is whose. */
    private final Map<Long, String> tenants = new ConcurrentHashMap<>();
    /** One command of a tenant at a time. */
    private final Semaphore turn = new Semaphore(1);
    private volatile String tenantId = MessageRef.DEFAULT_TENANT;

    TenantGateway(ZeebeTestEngine engine) throws IOException {
        super(engine.getGatewayAddress());
        try {
            Field gateway = accessible(engine.getClass().getDeclaredField("gateway"));
            Field commands = accessible(gateway.get(engine).getClass().getDeclaredField("writer"));
            Object original = commands.get(gateway.get(engine));
            Field log = accessible(original.getClass().getDeclaredField("writer"));
            Constructor<?> constructor = original.getClass().getDeclaredConstructor(LogStreamWriter.class);
            constructor.setAccessible(true);
            commands.set(gateway.get(engine), constructor.newInstance(tagging((LogStreamWriter) log.get(original))));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Field accessible(Field field) {
        field.setAccessible(true);
        return field;
    }

    private LogStreamWriter tagging(LogStreamWriter log) {
        return new LogStreamWriter() {
            @Override
            public boolean canWriteEvents(int count, int length) {
                return log.canWriteEvents(count, length);
            }

            @Override
            public Either<WriteFailure, Long> tryWrite(WriteContext context, List<LogAppendEntry> entries,
                    long source) {
                entries.forEach(entry -> {
                    entry.recordMetadata().authorization(new AuthInfo().setClaims(EVERYTHING));
                    if (OF_A_TENANT.contains(entry.recordMetadata().getValueType())) {
                        nameTenant(entry);
                    }
                });
                return log.tryWrite(context, entries, source);
            }
        };
    }

    /** By reflection, since a compiler that fails on warnings can't read the types of values: see {@link EngineRecords}. */
    private void nameTenant(LogAppendEntry entry) {
        try {
            Object value = LogAppendEntry.class.getMethod("recordValue").invoke(entry);
            value.getClass().getMethod("setTenantId", String.class).invoke(value, tenantId);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    void begin(String method, byte[] request) {
        String named = named(method, request);
        if (named != null) {
            turn.acquireUninterruptibly();
            tenantId = named.isEmpty() ? MessageRef.DEFAULT_TENANT : named;
        }
    }

    @Override
    void end(String method) {
        if (isOfATenant(method)) {
            turn.release();
        }
    }

    private static boolean isOfATenant(String method) {
        return List.of("DeployResource", "CreateProcessInstance", "PublishMessage").contains(method);
    }

    private static @Nullable String named(String method, byte[] request) {
        try {
            return switch (method) {
                case "DeployResource" -> DeployResourceRequest.parseFrom(request).getTenantId();
                case "CreateProcessInstance" -> CreateProcessInstanceRequest.parseFrom(request).getTenantId();
                case "PublishMessage" -> PublishMessageRequest.parseFrom(request).getTenantId();
                default -> null;
            };
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    byte[] answered(String method, byte[] answer) {
        try {
            switch (method) {
                case "DeployResource" -> DeployResourceResponse.parseFrom(answer).getDeploymentsList().forEach(
                        deployed -> tenants.put(deployed.getProcess().getProcessDefinitionKey(), tenantId));
                case "StreamActivatedJobs" -> {
                    ActivatedJob job = ActivatedJob.parseFrom(answer);
                    return job.toBuilder().setTenantId(tenants.get(job.getProcessDefinitionKey())).build()
                            .toByteArray();
                }
                default -> {
                    // as the engine has it
                }
            }
            return answer;
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }
}
