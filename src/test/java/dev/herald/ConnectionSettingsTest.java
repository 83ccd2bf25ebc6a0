package dev.herald;

import static org.assertj.core.api.Assertions.assertThat;

import io.camunda.client.CamundaClientConfiguration;
import io.camunda.client.impl.NoopCredentialsProvider;
import io.camunda.client.impl.basicauth.BasicAuthCredentialsProvider;
import io.camunda.client.impl.oauth.OAuthCredentialsProvider;
import io.camunda.client.spring.configuration.CamundaAutoConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** The README's settings for the connection, pasted as they stand. */
class ConnectionSettingsTest {
    @ParameterizedTest
    @CsvSource({"Camunda 8 SaaS, https://7d4c9f1e-0000-0000-0000-000000000000.bru-2.zeebe.camunda.io:443",
            "Self-Managed with OIDC, https://zeebe.acme.example:443"})
    void connectsWithATokenWhichItKeepsWhereItIsToldTo(String kind, String address, @TempDir Path folder)
            throws IOException {
        try (var context = start(folder, block(kind))) {
            CamundaClientConfiguration client = context.getBean(CamundaClientConfiguration.class);
            assertThat(client.getGrpcAddress()).hasToString(address);
            assertThat(client.getCredentialsProvider()).isInstanceOf(OAuthCredentialsProvider.class);
            assertThat(context.getEnvironment().getProperty("camunda.client.auth.credentials-cache-path"))
                    .startsWith("/tmp/");
        }
    }

    @Test
    void connectsWithUserAndPassword(@TempDir Path folder) throws IOException {
        try (var context = start(folder, block("Self-Managed with basic auth"))) {
            CamundaClientConfiguration client = context.getBean(CamundaClientConfiguration.class);
            assertThat(client.getGrpcAddress()).hasToString("http://camunda:26500");
            assertThat(client.getCredentialsProvider()).isInstanceOf(BasicAuthCredentialsProvider.class);
        }
    }

    @Test
    void connectsWithoutCredentialsWhereThereAreNone(@TempDir Path folder) throws IOException {
        try (var context = start(folder, "camunda.client.grpc-address: http://localhost:26500")) {
            assertThat(context.getBean(CamundaClientConfiguration.class).getCredentialsProvider())
                    .isInstanceOf(NoopCredentialsProvider.class);
        }
    }

    private static String block(String before) throws IOException {
        var found = Pattern.compile(Pattern.quote(before) + "[^`]*```yaml\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("README.md")));
        assertThat(found.find()).as(before).isTrue();
        return found.group(1);
    }

    private static ConfigurableApplicationContext start(Path folder, String yaml) throws IOException {
        Path file = Files.writeString(folder.resolve("application.yml"), yaml);
        SpringApplication application = new SpringApplication(Connection.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setRegisterShutdownHook(false);
        application.setDefaultProperties(
                Map.of("CAMUNDA_CLIENT_SECRET", "secret", "CAMUNDA_PASSWORD", "secret"));
        return application.run("--spring.config.additional-location=file:" + file);
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({JacksonAutoConfiguration.class, CamundaAutoConfiguration.class})
    static class Connection {}
}
