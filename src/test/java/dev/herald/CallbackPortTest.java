package dev.herald;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** Where Twilio's reports are taken, nobody who writes there keeps probes from their answer. */
class CallbackPortTest {
    private static ConfigurableApplicationContext start(Path folder, String... more) {
        SpringApplication application = new SpringApplication(HeraldApplication.class);
        application.setRegisterShutdownHook(false);
        return application.run(Stream.concat(
                Stream.of("--server.port=0", "--camunda.client.grpc-address=http://127.0.0.1:1",
                        "--spring.datasource.url=jdbc:sqlite:" + folder.resolve("ledger.db"),
                        "--herald.sms.senders.default.account-sid=AC" + "0".repeat(32),
                        "--herald.sms.senders.default.auth-token=token",
                        "--herald.sms.senders.default.from=+15557654321"),
                Stream.of(more)).toArray(String[]::new));
    }

    private static int port(ConfigurableApplicationContext herald, String name) {
        return herald.getEnvironment().getRequiredProperty("local." + name + ".port", Integer.class);
    }

    private static int liveness(int port) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest
                    .newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/health/liveness")).build(),
                    HttpResponse.BodyHandlers.discarding()).statusCode();
        }
    }

    private static List<Socket> drip(int port) throws IOException {
        List<Socket> dripping = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
            dripping.add(socket);
            socket.getOutputStream().write(("POST " + (i % 2 == 0 ? "/twilio/message-status?x" : "/actuator/health")
                    + " HTTP/1.1\r\nHost: herald\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                    + "X-Twilio-Signature: x\r\nContent-Length: 1000\r\n\r\nx").getBytes(StandardCharsets.US_ASCII));
        }
        return dripping;
    }

    @Test
    void isNotThatOfHealth(@TempDir Path folder) throws Exception {
        try (ConfigurableApplicationContext herald = start(folder,
                "--herald.sms.callback.public-url=https://herald.acme.example")) {
            int callbacks = port(herald, "server");
            int health = port(herald, "management");
            assertThat(health).isNotEqualTo(callbacks);
            List<Socket> dripping = drip(callbacks);
            assertThat(liveness(health)).isEqualTo(200);
            assertThat(liveness(callbacks)).isEqualTo(404);
            for (Socket socket : dripping) {
                socket.close();
            }
        }
    }

    @Test
    void isThatOfHealthWhereThereAreNoCallbacks(@TempDir Path folder) throws Exception {
        try (ConfigurableApplicationContext herald = start(folder)) {
            assertThat(liveness(port(herald, "server"))).isEqualTo(200);
            assertThat(port(herald, "management")).isEqualTo(port(herald, "server"));
        }
    }
}
