package dev.herald.benchmark.engine;

import dev.herald.benchmark.local.Stopwatch;
import io.camunda.client.CamundaClient;
import io.camunda.client.api.command.ClientException;
import io.camunda.zeebe.process.test.engine.EngineFactory;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The engine of zeebe-process-test in a JVM of its own: in memory, with one partition. */
final class EngineProcess implements AutoCloseable {
    private static final Duration LONGEST_START = Duration.ofMinutes(1);

    private final int port = Java.freePort();
    private final Java java;

    /** Starts it and waits until it is ready. */
    EngineProcess(Path folder) throws IOException {
        // it keeps everything that has ever happened
        java = Java.ofClass(EngineProcess.class, folder.resolve("engine.log"), List.of("-Xmx4g", "-XX:+UseParallelGC"),
                Integer.toString(port));
        long deadline = System.nanoTime() + LONGEST_START.toNanos();
        try (CamundaClient client = CamundaClient.newClientBuilder().grpcAddress(gateway()).preferRestOverGrpc(false)
                .build()) {
            while (!isReady(client)) {
                java.checkAlive();
                if (System.nanoTime() > deadline) {
                    close();
                    throw new IOException("the engine is not ready, see " + java.log());
                }
                Stopwatch.pass(Duration.ofMillis(200));
            }
        }
    }

    public static void main(String[] args) {
        EngineFactory.create(Integer.parseInt(args[0])).start();
    }

    private static boolean isReady(CamundaClient client) {
        try {
            return !client.newTopologyRequest().send().join().getBrokers().isEmpty();
        } catch (ClientException e) {
            return false;
        }
    }

    URI gateway() {
        return URI.create("http://localhost:" + port);
    }

    Java java() {
        return java;
    }

    @Override
    public void close() {
        java.close();
    }
}
