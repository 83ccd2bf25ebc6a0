package dev.herald;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.kubernetes.Manifests;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;

/** The settings in the manifests, with the secrets that their first lines tell to create. */
class KubernetesSettingsTest {
    private static final Pattern SECRET = Pattern.compile("--from-literal=([^=]+)=");
    /** Told to Zeebe once the last message is sent. */
    private static final Duration ANSWERING = Duration.ofSeconds(15);

    @ParameterizedTest
    @ValueSource(strings = {"replicas", "single"})
    void startAHeraldAndFitThePod(String variant, @TempDir Path folder) throws IOException {
        Path manifest = Manifests.FOLDER.resolve(variant + "/herald.yaml");
        List<HasMetadata> resources = Manifests.read(manifest);
        String yaml = Objects
                .requireNonNull(Manifests.only(resources, ConfigMap.class).getData().get("application.yml"));
        PastedSettings all = PastedSettings.of(yaml);
        Path config = Files.createDirectory(folder.resolve("config"));
        Files.writeString(config.resolve("application.yml"), yaml);
        Path secrets = Files.createDirectory(folder.resolve("secrets"));
        for (MatchResult secret : SECRET.matcher(Files.readString(manifest)).results().toList()) {
            Files.writeString(secrets.resolve(secret.group(1)), "secret");
            all.values().put(secret.group(1), "secret");
        }
        all.assertThatAllExist();

        SpringApplication application = new SpringApplication(HeraldConfiguration.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setRegisterShutdownHook(false);
        try (var context = application.run("--spring.config.additional-location=file:" + config + "/",
                "--spring.config.import=configtree:" + secrets + "/")) {
            var environment = context.getEnvironment();
            HeraldSettings settings = context.getBean(HeraldSettings.class);
            PodSpec pod = pod(resources);
            assertThat(settings.smtp().presets()).containsOnlyKeys("default");
            assertThat(settings.sms().senders()).containsOnlyKeys("default");
            assertThat(environment.getProperty("camunda.client.auth.client-secret")).isEqualTo("secret");
            assertThat(environment.getProperty("camunda.client.auth.credentials-cache-path")).startsWith("/tmp/");
            assertThat(port(pod, "http")).isEqualTo(environment.getProperty("server.port", Integer.class));
            assertThat(port(pod, "management"))
                    .isEqualTo(environment.getProperty("management.server.port", Integer.class));
            assertThat(Duration.ofSeconds(pod.getTerminationGracePeriodSeconds()))
                    .isGreaterThan(settings.longestSend().plus(ANSWERING));
        }
    }

    private static int port(PodSpec pod, String name) {
        return pod.getContainers().getFirst().getPorts().stream().filter(port -> port.getName().equals(name))
                .mapToInt(ContainerPort::getContainerPort).findFirst().orElseThrow();
    }

    private static PodSpec pod(List<HasMetadata> resources) {
        return resources.stream().anyMatch(Deployment.class::isInstance)
                ? Manifests.only(resources, Deployment.class).getSpec().getTemplate().getSpec()
                : Manifests.only(resources, StatefulSet.class).getSpec().getTemplate().getSpec();
    }
}
