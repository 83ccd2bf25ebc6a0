package dev.herald.sms.callback;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class ManagementPortTest {

    private static Map<String, String> management(Map<String, Object> settings) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("settings", settings));
        new ManagementPort().postProcessEnvironment(environment, new SpringApplication());
        Map<String, String> management = new TreeMap<>();
        for (String property : new String[]{"port", "address"}) {
            String value = environment.getProperty("management.server." + property);
            if (value != null) {
                management.put(property, value);
            }
        }
        return management;
    }

    @Test
    void sharesThePortWhileNobodyElseWritesToIt() {
        assertThat(management(Map.of("server.port", "8090", "server.address", "127.0.0.1"))).isEmpty();
    }

    @Test
    void isThePortAfterThatOfTheCallbacks() {
        assertThat(management(Map.of("server.port", "8090", "server.address", "127.0.0.1",
                "herald.sms.callback.public-url", "https://herald.example.com")))
                .isEqualTo(Map.of("port", "8091", "address", "127.0.0.1"));
        assertThat(
                management(Map.of("server.port", "0", "herald.sms.callback.public-url", "https://herald.example.com")))
                .isEqualTo(Map.of("port", "0"));
    }

    @Test
    void isWhatTheSettingsSay() {
        assertThat(management(Map.of("server.port", "8090", "server.address", "127.0.0.1", "management.server.port",
                "9000"))).isEqualTo(Map.of("port", "9000", "address", "127.0.0.1"));
        assertThat(management(Map.of("server.port", "8090", "server.address", "127.0.0.1", "management.server.port",
                "9000", "management.server.address", "0.0.0.0")))
                .isEqualTo(Map.of("port", "9000", "address", "0.0.0.0"));
    }
}
