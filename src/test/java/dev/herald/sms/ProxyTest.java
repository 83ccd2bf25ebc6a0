package dev.herald.sms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.twilio.http.HttpMethod;
import dev.herald.sms.OnePostHttpClient.Limited;
import dev.herald.sms.OnePostHttpClient.NotSentException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ProxyTest {
    private static final URI TWILIO = URI.create("https://api.twilio.com");

    @Test
    void reachesTwilioThroughTheProxyOfTheJvmAndTellsItsRefusalFromTwilios() throws Exception {
        try (ServerSocket proxy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var twilio = withProxy(proxy, () -> new OnePostHttpClient(TWILIO, 1, Duration.ofSeconds(10)))) {
            CompletableFuture<String> asked = CompletableFuture.supplyAsync(() -> refuse(proxy));

            assertThatThrownBy(() -> withProxy(proxy, () -> twilio.makeRequest(
                    new Limited(HttpMethod.POST, TWILIO + "/2010-04-01/x.json", Duration.ofSeconds(10)))))
                    .isInstanceOf(NotSentException.class).hasMessageContaining("proxy refused with HTTP 502");
            assertThat(asked.join()).isEqualTo("CONNECT api.twilio.com:443 HTTP/1.1");
        }
    }

    private static <T> T withProxy(ServerSocket proxy, Supplier<T> action) {
        Map<String, String> options = Map.of("https.proxyHost", "127.0.0.1", "https.proxyPort",
                Integer.toString(proxy.getLocalPort()));
        try {
            options.forEach(System::setProperty);
            return action.get();
        } finally {
            options.keySet().forEach(System::clearProperty);
        }
    }

    private static String refuse(ServerSocket proxy) {
        try (Socket connection = proxy.accept()) {
            String first = new BufferedReader(
                    new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII)).readLine();
            connection.getOutputStream()
                    .write("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            return first;
        } catch (IOException e) {
            return e.toString();
        }
    }
}
