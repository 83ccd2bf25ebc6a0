package dev.herald.sms.callback;

import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Keeps probes and metrics off the port that the internet writes to: where Twilio's callbacks are on and
 * {@code management.server.port} is not set, health and metrics move to the port after {@code server.port}. Unless set,
 * {@code management.server.address} is {@code server.address}; Spring Boot's own default would be every address.
 */
final class ManagementPort implements EnvironmentPostProcessor {
    private static final String PORT = "management.server.port";
    private static final String ADDRESS = "management.server.address";

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        Map<String, Object> defaults = new HashMap<>();
        int port = environment.getProperty("server.port", Integer.class, 8080);
        Integer management = environment.getProperty(PORT, Integer.class);
        if (management == null && port >= 0 && environment.getProperty("herald.sms.callback.public-url") != null) {
            management = port == 0 ? 0 : port + 1;
            defaults.put(PORT, management);
        }
        boolean separate = management != null && (management == 0 || management != port);
        String address = environment.getProperty("server.address");
        if (separate && address != null && environment.getProperty(ADDRESS) == null) {
            defaults.put(ADDRESS, address);
        }
        environment.getPropertySources().addLast(new MapPropertySource("managementPort", defaults));
    }
}
