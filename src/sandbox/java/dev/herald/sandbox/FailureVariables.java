package dev.herald.sandbox;

import dev.herald.sandbox.engine.InstanceWatch;
import io.camunda.client.CamundaClient;
import io.camunda.zeebe.gateway.protocol.GatewayOuterClass.FailJobRequest;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.MethodDescriptor;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** Sets the variables that come with the failure of a job, which the in-memory engine forgets, before the job fails. */
final class FailureVariables implements ClientInterceptor {
    private static final String NONE = "{}";

    private final InstanceWatch watch;
    private final Supplier<CamundaClient> client;

    FailureVariables(InstanceWatch watch, Supplier<CamundaClient> client) {
        this.watch = watch;
        this.client = client;
    }

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
            @Override
            public void sendMessage(Q message) {
                if (message instanceof FailJobRequest failure && !failure.getVariables().isEmpty()
                        && !failure.getVariables().equals(NONE)) {
                    set(failure);
                }
                super.sendMessage(message);
            }
        };
    }

    private void set(FailJobRequest failure) {
        OptionalLong scope = watch.visitOfJob(failure.getJobKey());
        if (scope.isPresent()) {
            client.get().newSetVariablesCommand(scope.getAsLong()).variables(failure.getVariables()).local(true).send()
                    .join();
        }
    }
}
