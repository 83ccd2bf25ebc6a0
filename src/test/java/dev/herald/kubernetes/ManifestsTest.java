package dev.herald.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ManifestsTest {
    private static final Path REPLICAS = Manifests.FOLDER.resolve("replicas/herald.yaml");
    private static final Path SINGLE = Manifests.FOLDER.resolve("single/herald.yaml");

    static Stream<Path> files() throws IOException {
        return Manifests.files();
    }

    static Stream<Path> variants() {
        return Stream.of(REPLICAS, SINGLE);
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyFieldIsInTheSchema(Path file) {
        assertThat(Manifests.read(file)).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("variants")
    void aFieldThatDoesNotExistIsNoticedHoweverDeep(Path file) throws IOException {
        String manifest = Files.readString(file);
        for (String field : List.of("replicas:", "terminationGracePeriodSeconds:", "readOnlyRootFilesystem:",
                "failureThreshold:", "containerPort:", "targetPort:")) {
            assertThat(manifest).contains(field);
            assertThatThrownBy(() -> Manifests.parse(manifest.replaceFirst(field, "x" + field))).as(field)
                    .hasMessageContaining("x" + field.replace(":", ""));
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void whatIsNamedIsThere(Path file) {
        List<HasMetadata> resources = Manifests.read(file);
        PodTemplateSpec pod = pod(resources);
        Container herald = herald(pod);
        Map<String, Integer> ports = herald.getPorts().stream()
                .collect(Collectors.toMap(ContainerPort::getName, ContainerPort::getContainerPort));
        Stream<String> claims = resources.stream().filter(StatefulSet.class::isInstance).map(StatefulSet.class::cast)
                .flatMap(set -> set.getSpec().getVolumeClaimTemplates().stream())
                .map(claim -> claim.getMetadata().getName());

        assertThat(probes(herald)).extracting(Probe::getHttpGet).extracting(HTTPGetAction::getPort)
                .allSatisfy(port -> assertThat(ports).containsKey(port.getStrVal()));
        assertThat(Manifests.only(resources, Service.class).getSpec().getPorts())
                .allSatisfy(port -> assertThat(ports).containsKey(port.getTargetPort().getStrVal()));
        assertThat(monitor().getSpec().getPodMetricsEndpoints())
                .allSatisfy(endpoint -> assertThat(ports).containsKey(endpoint.getPort()));
        assertThat(herald.getVolumeMounts()).extracting(VolumeMount::getName).containsExactlyInAnyOrderElementsOf(
                Stream.concat(pod.getSpec().getVolumes().stream().map(Volume::getName), claims).toList());
        assertThat(pod.getSpec().getVolumes()).filteredOn(volume -> volume.getConfigMap() != null).singleElement()
                .extracting(volume -> volume.getConfigMap().getName())
                .isEqualTo(Manifests.only(resources, ConfigMap.class).getMetadata().getName());
        assertThat(pod.getSpec().getServiceAccountName())
                .isEqualTo(Manifests.only(resources, ServiceAccount.class).getMetadata().getName());
    }

    @ParameterizedTest
    @MethodSource("variants")
    void everySelectorFindsThePod(Path file) {
        List<HasMetadata> resources = Manifests.read(file);
        Map<String, String> labels = pod(resources).getMetadata().getLabels();

        assertThat(labels).containsAllEntriesOf(selector(resources));
        assertThat(labels).containsAllEntriesOf(Manifests.only(resources, Service.class).getSpec().getSelector());
        assertThat(labels).containsAllEntriesOf(monitor().getSpec().getSelector().getMatchLabels());
    }

    @ParameterizedTest
    @MethodSource("variants")
    void thePodMayDoNothingThatItNeedNot(Path file) {
        PodTemplateSpec pod = pod(Manifests.read(file));
        var container = herald(pod).getSecurityContext();

        assertThat(pod.getSpec().getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(pod.getSpec().getAutomountServiceAccountToken()).isFalse();
        assertThat(container.getReadOnlyRootFilesystem()).isTrue();
        assertThat(container.getAllowPrivilegeEscalation()).isFalse();
        assertThat(container.getCapabilities().getDrop()).containsExactly("ALL");
    }

    @Test
    void twoReplicasKeepApartAndOneStaysWhenANodeIsEmptied() {
        List<HasMetadata> resources = Manifests.read(REPLICAS);
        Deployment deployment = Manifests.only(resources, Deployment.class);
        var budget = Manifests.only(resources, PodDisruptionBudget.class).getSpec();
        Map<String, String> labels = pod(resources).getMetadata().getLabels();

        assertThat(deployment.getSpec().getReplicas()).isEqualTo(2);
        assertThat(budget.getMaxUnavailable().getIntVal()).isEqualTo(1);
        assertThat(labels).containsAllEntriesOf(budget.getSelector().getMatchLabels());
        assertThat(pod(resources).getSpec().getAffinity().getPodAntiAffinity()
                .getPreferredDuringSchedulingIgnoredDuringExecution()).singleElement()
                .satisfies(term -> assertThat(labels)
                        .containsAllEntriesOf(term.getPodAffinityTerm().getLabelSelector().getMatchLabels()));
    }

    private static PodMonitor monitor() {
        return Manifests.only(Manifests.read(Manifests.FOLDER.resolve("monitoring/pod-monitor.yaml")),
                PodMonitor.class);
    }

    private static List<Probe> probes(Container herald) {
        return List.of(herald.getStartupProbe(), herald.getLivenessProbe(), herald.getReadinessProbe());
    }

    private static Container herald(PodTemplateSpec pod) {
        assertThat(pod.getSpec().getContainers()).hasSize(1);
        return pod.getSpec().getContainers().getFirst();
    }

    private static PodTemplateSpec pod(List<HasMetadata> resources) {
        return resources.stream().map(resource -> switch (resource) {
            case Deployment deployment -> Stream.of(deployment.getSpec().getTemplate());
            case StatefulSet set -> Stream.of(set.getSpec().getTemplate());
            default -> Stream.<PodTemplateSpec>empty();
        }).flatMap(found -> found).findFirst().orElseThrow();
    }

    private static Map<String, String> selector(List<HasMetadata> resources) {
        return resources.stream().map(resource -> switch (resource) {
            case Deployment deployment -> Stream.of(deployment.getSpec().getSelector());
            case StatefulSet set -> Stream.of(set.getSpec().getSelector());
            default -> Stream.<io.fabric8.kubernetes.api.model.LabelSelector>empty();
        }).flatMap(found -> found).findFirst().orElseThrow().getMatchLabels();
    }
}
