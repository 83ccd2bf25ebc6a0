package dev.herald;

import com.google.protobuf.MessageLite;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.HandlerRegistry;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Collections;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Stands before an engine's gateway and refuses what a client lacks the right for: the engine of the tests knows no rights. */
public class GuardedGateway implements AutoCloseable {
    private static final MethodDescriptor.Marshaller<byte[]> BYTES = new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    };

    private final Map<String, Status> refusals = new ConcurrentHashMap<>();
    private final Map<String, byte[]> answers = new ConcurrentHashMap<>();
    private final Queue<String> asked = new ConcurrentLinkedQueue<>();
    private final ManagedChannel engine;
    private final Server server;

    /** @param engineAddress host and port */
    public GuardedGateway(String engineAddress) throws IOException {
        engine = NettyChannelBuilder.forTarget(engineAddress).usePlaintext().build();
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .fallbackHandlerRegistry(new HandlerRegistry() {
                    @Override
                    public ServerMethodDefinition<?, ?> lookupMethod(String name, @Nullable String authority) {
                        MethodDescriptor<byte[], byte[]> method = MethodDescriptor.newBuilder(BYTES, BYTES)
                                .setFullMethodName(name).setType(MethodType.UNKNOWN).build();
                        return ServerMethodDefinition.create(method, GuardedGateway.this::call);
                    }
                }).build().start();
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getPort());
    }

    /** From now on the gateway refuses calls of the method, as {@code DeployResource}. */
    public void refuse(String method, Status status) {
        refusals.put(method, status);
    }

    /** From now on the gateway answers calls of the method, in place of the engine. */
    public void answer(String method, MessageLite answer) {
        answers.put(method, answer.toByteArray());
    }

    public void allow(String method) {
        refusals.remove(method);
    }

    /** How often the method was called. */
    public int calls(String method) {
        return Collections.frequency(asked, method);
    }

    private ServerCall.Listener<byte[]> call(ServerCall<byte[], byte[]> call, Metadata headers) {
        String method = String.valueOf(call.getMethodDescriptor().getBareMethodName());
        asked.add(method);
        Status refusal = refusals.get(method);
        if (refusal != null) {
            call.close(refusal, new Metadata());
            return new ServerCall.Listener<>() {};
        }
        byte[] answer = answers.get(method);
        if (answer != null) {
            call.sendHeaders(new Metadata());
            call.sendMessage(answer);
            call.close(Status.OK, new Metadata());
            return new ServerCall.Listener<>() {};
        }
        AtomicBoolean begun = new AtomicBoolean();
        ClientCall<byte[], byte[]> forwarded = engine.newCall(call.getMethodDescriptor(), CallOptions.DEFAULT);
        forwarded.start(new ClientCall.Listener<byte[]>() {
            @Override
            public void onHeaders(Metadata more) {
                call.sendHeaders(more);
            }

            @Override
            public void onMessage(byte[] message) {
                call.sendMessage(answered(method, message));
                forwarded.request(1);
            }

            @Override
            public void onClose(Status status, Metadata trailers) {
                if (begun.get()) {
                    end(method);
                }
                call.close(status, trailers);
            }
        }, headers);
        forwarded.request(1);
        call.request(1);
        return new ServerCall.Listener<>() {
            @Override
            public void onMessage(byte[] message) {
                begun.set(true);
                begin(method, message);
                forwarded.sendMessage(message);
                call.request(1);
            }

            @Override
            public void onHalfClose() {
                forwarded.halfClose();
            }

            @Override
            public void onCancel() {
                forwarded.cancel("cancelled", null);
            }
        };
    }

    /** Before a call is handed on. */
    void begin(String method, byte[] request) {}

    /** What is answered in place of the engine's answer. */
    byte[] answered(String method, byte[] answer) {
        return answer;
    }

    /** After the last answer. */
    void end(String method) {}

    @Override
    public void close() {
        server.shutdownNow();
        engine.shutdownNow();
    }
}
