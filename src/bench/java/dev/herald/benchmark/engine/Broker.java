package dev.herald.benchmark.engine;

import dev.herald.benchmark.local.Stopwatch;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A Zeebe broker with its gateway, as it is distributed. */
final class Broker implements AutoCloseable {
    private static final Duration LONGEST_START = Duration.ofMinutes(3);

    private final HttpClient http = HttpClient.newHttpClient();
    private final int gatewayPort = Java.freePort();
    private final int managementPort = Java.freePort();
    private final Java java;

    /** Starts it and waits until it is ready. */
    Broker(Path folder) throws IOException, InterruptedException {
        Path data = folder.resolve("broker-data");
        deleteAll(data);
        java = Java.start(folder.resolve("broker.log"), Map.of("SPRING_PROFILES_ACTIVE", "broker",
                "ZEEBE_BROKER_DATA_DIRECTORY", data.toString(), "ZEEBE_BROKER_GATEWAY_NETWORK_PORT",
                Integer.toString(gatewayPort), "ZEEBE_BROKER_NETWORK_COMMANDAPI_PORT",
                Integer.toString(Java.freePort()), "ZEEBE_BROKER_NETWORK_INTERNALAPI_PORT",
                Integer.toString(Java.freePort()), "SERVER_PORT", Integer.toString(Java.freePort()),
                "MANAGEMENT_SERVER_PORT", Integer.toString(managementPort)), arguments(unpacked(folder)));
        long deadline = System.nanoTime() + LONGEST_START.toNanos();
        while (!isReady()) {
            java.checkAlive();
            if (System.nanoTime() > deadline) {
                close();
                throw new IOException("the broker is not ready, see " + java.log());
            }
            Stopwatch.pass(Duration.ofMillis(200));
        }
    }

    private static List<String> arguments(Path home) {
        List<String> arguments = new ArrayList<>();
        for (String opened : List.of("jdk.internal.misc", "sun.nio.ch", "java.nio")) {
            arguments.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED");
        }
        arguments.add("--enable-native-access=ALL-UNNAMED");
        if (Runtime.version().feature() >= 23) {
            arguments.add("--sun-misc-unsafe-memory-access=allow");
        }
        arguments.addAll(List.of("-Xmx1g", "-Dfile.encoding=UTF-8", "-Dapp.home=" + home, "-cp",
                home.resolve("config") + File.pathSeparator + home.resolve("lib") + File.separator + "*",
                "io.camunda.application.StandaloneBroker"));
        return arguments;
    }

    private static Path unpacked(Path folder) throws IOException {
        try (Stream<Path> homes = Files.list(folder.resolve("broker"))) {
            return homes.filter(Files::isDirectory).findFirst().orElseThrow();
        }
    }

    private static void deleteAll(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    URI gateway() {
        return URI.create("http://localhost:" + gatewayPort);
    }

    /** How many jobs of a type were completed, as the broker counts them. */
    long completed(String jobType) {
        try {
            return get("/actuator/prometheus").body().lines()
                    .filter(line -> line.startsWith("zeebe_job_events_total{") && line.contains("\"completed\"")
                            && line.contains("\"" + jobType + "\""))
                    .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))).sum();
        } catch (IOException e) {
            throw new IllegalStateException("the broker does not answer, see " + java.log(), e);
        }
    }

    private boolean isReady() {
        try {
            return get("/actuator/health/readiness").statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private HttpResponse<String> get(String path) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + managementPort + path))
                .timeout(Duration.ofSeconds(10)).build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        http.close();
        java.close();
    }
}
