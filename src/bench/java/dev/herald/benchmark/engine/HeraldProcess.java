package dev.herald.benchmark.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.herald.benchmark.local.Certificate;
import dev.herald.benchmark.report.Options;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Herald with the settings that it has by itself. */
final class HeraldProcess implements AutoCloseable {
    private final int port = Java.freePort();
    private final Java java;

    HeraldProcess(Options options, Launch launch, Surroundings surroundings) throws IOException {
        Path ledger = options.folder().resolve("benchmark-herald.db");
        for (String suffix : new String[]{"", "-wal", "-shm"}) {
            Files.deleteIfExists(Path.of(ledger + suffix));
        }
        String preset = "--herald.smtp.presets.default.";
        String sender = "--herald.sms.senders.default.";
        java = launch.start(options.folder().resolve("herald.log"),
                List.of("--server.port=" + port,
                        "--spring.datasource.url=jdbc:sqlite:" + ledger,
                        "--camunda.client.grpc-address=" + surroundings.engine().gateway(), preset + "host=localhost",
                        preset + "port=" + surroundings.sink().port(), preset + "username=user",
                        preset + "password=password", preset + "sender=no-reply@herald.example",
                        preset + "ssl-bundle=sink",
                        "--" + Certificate.TRUST + "=" + surroundings.certificate().pem().toUri(),
                        sender + "base-url=" + surroundings.api().uri(),
                        sender + "account-sid=AC00000000000000000000000000000000", sender + "auth-token=token",
                        sender + "from=+15557654321"));
    }

    Java java() {
        return java;
    }

    /** How much of the machine's memory it holds; null where the system does not tell. */
    @Nullable
    Double residentMiB() throws IOException {
        Path status = Path.of("/proc", Long.toString(java.process().pid()), "status");
        if (!Files.exists(status)) {
            return null;
        }
        String line = Files.readAllLines(status).stream().filter(entry -> entry.startsWith("VmRSS:")).findFirst()
                .orElseThrow();
        return Double.parseDouble(line.replaceAll("\\D", "")) / 1024;
    }

    /** How much of its heap is in use after a garbage collection. */
    double heapMiB() throws IOException, InterruptedException {
        Process collection = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(java.process().pid()), "GC.run").redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        collection.waitFor();
        URI metric = URI.create("http://localhost:" + port + "/actuator/metrics/jvm.memory.used?tag=area:heap");
        try (InputStream reply = metric.toURL().openStream()) {
            JsonNode used = new ObjectMapper().readTree(reply).path("measurements").path(0).path("value");
            return used.asDouble() / (1 << 20);
        }
    }

    @Override
    public void close() {
        java.close();
    }
}
